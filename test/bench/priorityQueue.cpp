// The hold model on std::priority_queue, as a native yardstick for sim/engine/eventQueue.ts:
// pop the earliest event, schedule it again after an exponential delay, with a fixed number pending.
// Build: g++ -O2 -o priorityQueue priorityQueue.cpp. Run: priorityQueue [pending] [operations]
// Prints one JSON line with operations per second, the median of five rounds.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>

struct Event {
  double timeS;
  uint64_t sequence;
  int32_t kind;
  int32_t entity;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    return a.timeS > b.timeS || (a.timeS == b.timeS && a.sequence > b.sequence);
  }
};

int main(int argc, char** argv) {
  const int pending = argc > 1 ? std::atoi(argv[1]) : 10000;
  const int operations = argc > 2 ? std::atoi(argv[2]) : 2000000;
  uint64_t state = 88172645463325252ull;
  auto exponential = [&]() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return -std::log((static_cast<double>(state >> 11) + 0.5) / 9007199254740992.0);
  };
  std::vector<double> delays(65536);
  for (double& delay : delays) delay = exponential();

  std::priority_queue<Event, std::vector<Event>, Later> queue;
  uint64_t sequence = 0;
  for (int i = 0; i < pending; i++) queue.push({exponential(), sequence++, 0, i});

  std::vector<double> rates;
  double lastS = 0;
  for (int round = 0; round < 6; round++) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < operations; i++) {
      Event event = queue.top();
      queue.pop();
      event.timeS += delays[i & 65535];
      event.sequence = sequence++;
      queue.push(event);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (round > 0) rates.push_back(operations / took.count());
    lastS = queue.top().timeS;
  }
  std::sort(rates.begin(), rates.end());
  std::printf("{\"pending\":%d,\"operationsPerS\":%.0f,\"lastS\":%.6f}\n", pending, rates[2], lastS);
}
