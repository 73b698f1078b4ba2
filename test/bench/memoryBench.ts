import { servingRequestsPerS } from "./servingBench.ts";

/** A process of its own: simulates the requests of its argument, prints its peak resident bytes. */
const requests = Number(process.argv[2]);
servingRequestsPerS(requests, 11, 1, 0);
process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
