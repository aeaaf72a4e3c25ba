# keste_embed_assets(TARGET OUTPUT FUNCTION NAME=FILE…): a .cpp with FUNCTION(), which returns the
# files' bytes, plain and compressed, each under a name that holds its hash: "keste.1a2b3c4d.css".
function(keste_embed_assets target output function)
  set(script ${PROJECT_SOURCE_DIR}/scripts/cmake/embed_assets.cmake)
  set(files)
  foreach(asset IN LISTS ARGN)
    string(REGEX REPLACE "^[^=]*=" "" file "${asset}")
    if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
      message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/${file} is missing; run scripts/setup")
    endif()
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  list(JOIN ARGN "," joined)
  add_custom_command(
    OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${output} -DFUNCTION=${function}
            -DASSETS=${joined} -DROOT=${CMAKE_CURRENT_SOURCE_DIR} -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${output})
endfunction()
