// Applying: from a form to the engine's command, for programs and for people's pages alike.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "campaign/campaign.hpp"
#include "http/application_body.hpp"
#include "http/refusals.hpp"
#include "http/request.hpp"

namespace keste::http {

struct Applying {
  engine::ApplyCommand command;  ///< Without an idempotency key.
  AskedSeat asked;
};
/// Every wrong field is named; one that could not be read is not named twice.
std::variant<Applying, std::vector<FieldError>> read_applying(ReadForm read, const Request& request,
                                                              const campaign::Campaign& campaign);
/// 32 bytes that stand for a body.
std::string digest_of(std::string_view body);

}  // namespace keste::http
