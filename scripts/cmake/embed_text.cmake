# Writes OUTPUT: a C++ file whose FUNCTION returns the names and texts of FILES.
string(REPLACE "," ";" files "${FILES}")
set(rows "")
foreach(file IN LISTS files)
  file(READ "${ROOT}/${file}" text)
  get_filename_component(name "${file}" NAME)
  string(APPEND rows "    {\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
string(REGEX REPLACE "::[^:]*$" "" space "${FUNCTION}")
string(REGEX REPLACE "^.*::" "" bare "${FUNCTION}")
file(
  WRITE "${OUTPUT}"
  "// Made by the build from text files.
#include <string_view>
#include <utility>
#include <vector>

namespace ${space} {
std::vector<std::pair<std::string_view, std::string_view>> ${bare}();
std::vector<std::pair<std::string_view, std::string_view>> ${bare}() {
  return {
${rows}  };
}
}  // namespace ${space}
")
