-- Posts the body in the file args[1] with the headers in the file args[2] ("Name: value" lines).
-- Prints one JSON line: what was answered, and the latency in microseconds at each tenth of a percent.
function init(args)
  local body = io.open(args[1], "rb")
  wrk.method = "POST"
  wrk.body = body:read("*a")
  body:close()
  for line in io.lines(args[2]) do
    local name, value = line:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
  end
end

function done(summary, latency)
  local errors = summary.errors
  local steps = {}
  for i = 1, 999 do steps[i] = string.format("%d", latency:percentile(i / 10)) end
  io.write(string.format(
    '{"answered":%d,"refused":%d,"broken":%d,"timedOut":%d,"microseconds":%d,"maxMicroseconds":%d,"steps":[%s]}\n',
    summary.requests, errors.status, errors.connect + errors.read + errors.write, errors.timeout,
    summary.duration, latency.max, table.concat(steps, ",")))
end
