# Compiler options that every target of this project shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -D_GLIBCXX_ASSERTIONS")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

set(KESTE_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")

add_library(keste_options INTERFACE)
target_compile_options(
  keste_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
                          -Wold-style-cast -Werror)
target_compile_definitions(keste_options INTERFACE KESTE_VERSION="${PROJECT_VERSION}")
if(KESTE_SANITIZE)
  target_compile_options(keste_options INTERFACE -fsanitize=${KESTE_SANITIZE}
                                                 -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(keste_options INTERFACE -fsanitize=${KESTE_SANITIZE})
  if(KESTE_SANITIZE MATCHES "thread")
    # GCC says of every atomic fence that the sanitizer does not see it; Asio's are harmless here.
    target_compile_options(keste_options INTERFACE -Wno-tsan)
  endif()
else()
  target_compile_options(keste_options INTERFACE -fstack-protector-strong
                                                 -fstack-clash-protection -fcf-protection)
  target_link_options(keste_options INTERFACE -Wl,-z,relro,-z,now)
endif()
