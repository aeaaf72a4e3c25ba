// The OpenAPI document, embedded in the program when it is built.
#pragma once

#include <string_view>

namespace keste::http {

/// The text of openapi.yaml.
std::string_view openapi_document();

}  // namespace keste::http
