# keste_embed_text(TARGET OUTPUT FUNCTION FILES…): a .cpp with FUNCTION(), which returns the files'
# names and texts in the order given.
function(keste_embed_text target output function)
  set(script ${PROJECT_SOURCE_DIR}/scripts/cmake/embed_text.cmake)
  list(JOIN ARGN "," joined)
  add_custom_command(
    OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${output} -DFUNCTION=${function}
            -DFILES=${joined} -DROOT=${CMAKE_CURRENT_SOURCE_DIR} -P ${script}
    DEPENDS ${ARGN} ${script}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    VERBATIM)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${output})
endfunction()
