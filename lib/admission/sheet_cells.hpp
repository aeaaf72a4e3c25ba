// Cells of people's data as spreadsheets and hands leave them: IINs, phones, addresses, names.
#pragma once

#include <string_view>

#include "admission/sheet_columns.hpp"

namespace keste::admission {

/// An IIN: blanks, dashes, an apostrophe before it and ".0" after it are dropped; leading zeros
/// that a spreadsheet took (three at most: no birth date begins with more) are put back, and
/// О, З, І, l and the like are read as 0, 3, 1, each only when the control digit then fits.
/// Words: missing, digits_lost (9.50101E+11), iin_length, iin_control.
CellReading read_iin_cell(std::string_view cell);

/// To E.164; of several numbers the first. What is no phone number is given as it is, for
/// read_form to judge. Word: digits_lost (8,7017E+10).
CellReading read_phone_cell(std::string_view cell);

/// Without "mailto:" and what surrounds an address. Judged by read_form.
CellReading read_email_cell(std::string_view cell);

/// As it is. Word: letters_lost, when "?" stands where a charset had no letter.
CellReading read_name_cell(std::string_view cell);

/// As made, without what a spreadsheet puts around text. Word: digits_lost.
CellReading read_code_cell(std::string_view cell);

}  // namespace keste::admission
