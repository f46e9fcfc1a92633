//! A load by wrk: many connections that send the same kinds of requests for some seconds, each answer looked at.

use std::{fmt::Write as _, fs, time::Duration};

use tokio::process::Command;

use crate::bench::Bench;

/// What is sent.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    /// Where to.
    pub(crate) url: String,
    /// `GET` or `POST`.
    pub(crate) method: &'static str,
    /// Names and values.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Paths and bodies, one after the other and again.
    pub(crate) requests: Vec<(String, String)>,
    /// What every answer holds.
    pub(crate) holds: &'static str,
    /// What no answer holds.
    pub(crate) lacks: &'static str,
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shot {
    /// Answers.
    pub(crate) count: u64,
    /// For how long.
    pub(crate) took: Duration,
    /// The middle of all times.
    pub(crate) p50: Duration,
    /// What one in a hundred exceeds.
    pub(crate) p99: Duration,
}

impl Shot {
    /// Answers in a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    pub(crate) fn rate(&self) -> f64 {
        self.count as f64 / self.took.as_secs_f64()
    }
}

impl Load {
    /// Loads for so long, or longer if that is too short for a single answer, and fails when an answer is not what it
    /// should be.
    pub(crate) async fn run(&self, bench: &Bench, connections: u32, seconds: u32) -> Shot {
        for seconds in [seconds, seconds * 8] {
            let shot = self.shoot(bench, connections, seconds).await;
            if shot.count > 0 {
                return shot;
            }
        }
        panic!("{} gave no answer in {} seconds", self.url, seconds * 8);
    }

    async fn shoot(&self, bench: &Bench, connections: u32, seconds: u32) -> Shot {
        let script = bench.fresh("wrk.lua");
        fs::write(&script, self.script()).expect("a script");
        let (connections, seconds) = (connections.to_string(), format!("{seconds}s"));
        let mut command = Command::new("wrk");
        command.args(["-t1", "-c", &connections, "-d", &seconds, "--timeout", "20s", "-s"]);
        let output = command.arg(&script).arg(&self.url).kill_on_drop(true).output().await.expect("wrk runs");
        let told = String::from_utf8_lossy(&output.stdout);
        let line = told.lines().find_map(|line| line.strip_prefix("BENCH "));
        let line =
            line.unwrap_or_else(|| panic!("wrk failed: {told}{}", String::from_utf8_lossy(&output.stderr)));
        let mut numbers = line.split(' ').map(|word| word.parse::<u64>().expect("a number"));
        let mut next = || numbers.next().expect("five numbers");
        let (count, took) = (next(), Duration::from_micros(next()));
        let (p50, p99) = (Duration::from_micros(next()), Duration::from_micros(next()));
        let wrong = next();
        assert!(wrong == 0, "{wrong} of {count} answers are wrong, such as {told}");
        Shot { count, took, p50, p99 }
    }

    fn script(&self) -> String {
        let mut text = String::from("local headers = {}\nlocal list = {\n");
        for (path, body) in &self.requests {
            writeln!(text, "{{[==[{path}]==], [==[{body}]==]}},").expect("a string takes everything");
        }
        text.push_str("}\n");
        for (name, value) in &self.headers {
            writeln!(text, "headers[\"{name}\"] = [==[{value}]==]").expect("a string takes everything");
        }
        let body = if self.method == "GET" { "nil" } else { "entry[2]" };
        let (method, holds, lacks) = (self.method, self.holds, self.lacks);
        write!(
            text,
            r#"local threads, made, at = {{}}, {{}}, 0
wrong, shown = 0, ""
function setup(thread) table.insert(threads, thread) end
function init(args)
  for i, entry in ipairs(list) do made[i] = wrk.format("{method}", entry[1], headers, {body}) end
end
function request()
  at = at % #made + 1
  return made[at]
end
function response(status, _, body)
  if status ~= 200 or not string.find(body, [==[{holds}]==], 1, true) or string.find(body, [==[{lacks}]==], 1, true) then
    wrong = wrong + 1
    shown = status .. " " .. string.sub(body, 1, 400)
  end
end
function done(summary, latency)
  local all, errors = 0, summary.errors
  for _, thread in ipairs(threads) do
    all = all + thread:get("wrong")
    if thread:get("shown") ~= "" then print(thread:get("shown")) end
  end
  all = all + errors.connect + errors.read + errors.write + errors.timeout
  print(string.format("BENCH %d %d %d %d %d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), all))
end
"#
        )
        .expect("a string takes everything");
        text
    }
}
