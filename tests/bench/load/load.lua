-- wrk's load, ended by one JSON line. Without arguments GETs of the URL; with them valid
-- applications of people who have not applied yet, over the sessions given:
--   wrk ... -s load.lua URL -- FIRST CITY/SESSION[,CITY/SESSION...]
-- FIRST is the serial number to begin at; each thread goes on from its own part of the numbers.
local threads = 0

function setup(thread)
  thread:set("part", threads)
  threads = threads + 1
end

-- Two rounds of weights, the second when the first gives 10; nil when no such IIN exists.
local function control_digit(digits)
  for _, shift in ipairs({0, 2}) do
    local sum = 0
    for i = 0, 10 do
      sum = sum + ((i + shift) % 11 + 1) * (digits:byte(i + 1) - 48)
    end
    if sum % 11 < 10 then return sum % 11 end
  end
  return nil
end

local places = {}
local serial = 0
local headers = {["Content-Type"] = "application/json"}
local languages = {"kk", "ru", "en"}

-- In no order, as people apply: each number of a billion once (the factor shares no divisor with it),
-- and small enough that a double holds every product.
local function next_iin()
  while true do
    serial = serial + 1
    local low = serial % 1e9
    local digits = string.format("%011.0f", serial - low + low * 7368787 % 1e9)
    local control = control_digit(digits)
    if control then return digits .. control end
  end
end

local function next_application()
  local iin = next_iin()
  local body = '{"iin":"' .. iin .. '","surname":"Үміткер","given_name":"Сынақ",'
    .. '"patronymic":"Сынақұлы","email":"applicant-' .. iin .. '@example.kz",'
    .. '"phone":"8 701 000 00 00","language":"' .. languages[serial % 3 + 1] .. '",'
    .. '"test":"QAZTEST",' .. places[serial % #places + 1] .. ',"consent":true}'
  return wrk.format("POST", "/api/v1/applications", headers, body)
end

-- wrk asks for each request anew when a global `request` exists, and reuses one otherwise.
function init(arguments)
  if #arguments == 0 then return end
  serial = tonumber(arguments[1]) + part * 100000000
  for city, session in arguments[2]:gmatch("([^/,]+)/([^/,]+)") do
    places[#places + 1] = '"city":"' .. city .. '","session":"' .. session .. '"'
  end
  request = next_application
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,'
      .. '"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
