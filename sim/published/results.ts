import type { PublishedTopic } from "../validation.ts";
import { CAPITAL_CASES } from "./capital.ts";
import { DEEPSEEK_CASES } from "./deepseek.ts";
import { PRICE_CASES } from "./prices.ts";
import { QUEUE_CASES } from "./queues.ts";
import { RELIABILITY_CASES } from "./reliability.ts";
import { WORK_CASES } from "./work.ts";

/** Published results that the library's formulas reproduce, by subject. */
export const PUBLISHED_TOPICS: readonly PublishedTopic[] = [
  {
    id: "deepseek",
    title: "DeepSeek's day",
    question: "Do the figures of a documented fleet add up?",
    cases: DEEPSEEK_CASES,
  },
  {
    id: "capital",
    title: "Capital and contracts",
    question: "What does capital cost, and from what use does it pay?",
    cases: CAPITAL_CASES,
  },
  {
    id: "prices",
    title: "Prices, demand and carbon",
    question: "What stands behind a price of tokens, and what does it do?",
    cases: PRICE_CASES,
  },
  {
    id: "work",
    title: "Training and finished work",
    question: "What do training runs, a video minute and an agent hour cost?",
    cases: WORK_CASES,
  },
  {
    id: "reliability",
    title: "Failures and checkpoints",
    question: "How often do large jobs fail, and what is left of their time?",
    cases: RELIABILITY_CASES,
  },
  {
    id: "queues",
    title: "Waiting lines",
    question: "How long does a line make people wait?",
    cases: QUEUE_CASES,
  },
];
