// The file kested.instance.
#include "store/instance_name.hpp"

#include <unistd.h>

#include <array>
#include <fstream>

#include "base/fault.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace keste::store {
namespace {

constexpr std::size_t random_bytes = 8;

std::string machine_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) throw errno_fault("asking for the host");
  return name.data();
}

}  // namespace

std::string load_or_make_instance_name(const std::filesystem::path& state) {
  const std::filesystem::path path = state / "kested.instance";
  std::string name;
  {
    std::ifstream file(path);
    if (std::getline(file, name) && !name.empty()) return name + "@" + machine_name();
  }
  name = to_hex(secret_bytes(random_bytes));
  // A torn write leaves a shorter name, which is as good.
  std::ofstream file(path);
  file << name << '\n';
  file.close();
  if (!file) throw errno_fault("writing " + path.string());
  return name + "@" + machine_name();
}

}  // namespace keste::store
