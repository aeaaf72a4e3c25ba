# Writes OUTPUT: a C++ file whose FUNCTION returns ASSETS (NAME=FILE,…) with their bytes.
string(REPLACE "," ";" assets "${ASSETS}")
get_filename_component(folder "${OUTPUT}" DIRECTORY)
set(bytes "")
set(names "")
set(rows "")
set(number 0)
foreach(asset IN LISTS assets)
  string(REGEX MATCH "^[^=]*" name "${asset}")
  string(REGEX REPLACE "^[^=]*=" "" file "${asset}")
  set(plain "${ROOT}/${file}")
  set(packed "${folder}/${name}.gz")
  # -n: the same bytes from the same file, whenever it was written.
  execute_process(COMMAND gzip -9nc "${plain}" OUTPUT_FILE "${packed}" COMMAND_ERROR_IS_FATAL ANY)
  file(SHA256 "${plain}" hash)
  string(SUBSTRING "${hash}" 0 12 hash)
  string(REGEX REPLACE "(\\.[a-z0-9]+)$" ".${hash}\\1" hashed "${name}")
  foreach(form plain packed)
    set(label "keste_asset_${number}_${form}")
    string(APPEND bytes "${label}:\n  .incbin \"${${form}}\"\n${label}_end:\n")
    string(APPEND names "extern const char ${label}[] __attribute__((visibility(\"hidden\")));\n"
           "extern const char ${label}_end[] __attribute__((visibility(\"hidden\")));\n")
  endforeach()
  set(label "keste_asset_${number}")
  string(APPEND rows "      {\"${name}\", \"${hashed}\",\n"
         "       view(${label}_plain, ${label}_plain_end),\n"
         "       view(${label}_packed, ${label}_packed_end)},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(REGEX REPLACE "::[^:]*$" "" space "${FUNCTION}")
string(REGEX REPLACE "^.*::" "" bare "${FUNCTION}")
file(
  WRITE "${OUTPUT}"
  "// Made by the build from the assets' files.
#include \"pages/asset.hpp\"

__asm__(R\"(
.pushsection .rodata
${bytes}.popsection
)\");

extern \"C\" {
${names}}

namespace ${space} {
namespace {

std::string_view view(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
}

}  // namespace

const std::vector<Asset>& ${bare}() {
  static const std::vector<Asset> assets{
${rows}  };
  return assets;
}

}  // namespace ${space}
")
