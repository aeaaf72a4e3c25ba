# keste_library(NAME SOURCES … FLOORS … LIBS …): one static library per folder of lib/.
# FLOORS names the folders below that it may include; LIBS third-party targets (kept private).
function(keste_library name)
  cmake_parse_arguments(L "" "" "SOURCES;FLOORS;LIBS" ${ARGN})
  add_library(keste_${name} STATIC ${L_SOURCES})
  target_include_directories(keste_${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
  list(TRANSFORM L_FLOORS PREPEND keste_)
  target_link_libraries(keste_${name} PUBLIC keste_options ${L_FLOORS} PRIVATE ${L_LIBS})
endfunction()
