// Receipts: what a decision on an application rested on, and its signed text.
#pragma once

#include <string>
#include <string_view>

#include "engine/state.hpp"
#include "store/applications.hpp"

namespace keste::engine {

/// The window of the city or the online test that is asked for, as it stands.
WindowSeen see_window(State& state, const admission::ApplicationRequest& request);
/// Of a command that was just refused.
Ruling make_ruling(State& state, const ApplyCommand& command);
/// Of a refusal that was kept for a repeated request: the same as the first time.
Ruling recall_ruling(State& state, const admission::ApplicationRequest& request,
                     const store::KeptAnswer& kept);

/// Where the receipts of a database are found; any connection.
struct ReceiptSource {
  store::Database& database;
  const store::Vault& vault;
  store::CampaignId campaign;
};
/// Of the acceptance of a ticket's application, whatever has become of it since. Reads only.
ReceiptOutcome find_receipt(const ReceiptSource& source, const std::string& ticket);

/// At a start and a reload: a key where there is none, and the windows of online tests, which stand
/// in the campaign's file only.
void prepare_receipts(State& state);

/// The signed texts, by the present key; about 20 µs. Any thread. `problem` is the last part of the
/// refusal's type: "window-closed".
std::string make_receipt(const AcceptedReceipt& accepted, const Snapshot& snapshot);
std::string make_receipt(const Ruling& refused, std::string_view problem, const Snapshot& snapshot);

}  // namespace keste::engine
