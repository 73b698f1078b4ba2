import { type CatalogRow, row } from "./row.ts";

/** A link between the chips of one server or rack: rate per direction, latency, reached share. */
export interface LinkRows {
  /** Bandwidth of one chip, one direction. */
  readonly linkGbPerS: CatalogRow;
  /** One-way latency including software; wire latency is 5 to 10 times smaller. */
  readonly linkLatencyUs: CatalogRow;
  /** Share of the line rate that a large collective reaches. */
  readonly linkEfficiency: CatalogRow;
}

const NVLINK_NOTE = "one-way latency of the latency-bandwidth model";

export const LINKS = {
  nvlink3: {
    linkGbPerS: row("A", 300, "GB/s", "aic", "2020"),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2020", null, NVLINK_NOTE),
    linkEfficiency: row(
      "B",
      0.8,
      "share",
      "nccl-ref",
      "2020",
      [0.77, 0.83],
      "8 x A100 all-reduce reaches 230-250 of 300 GB/s",
    ),
  },
  nvlink4: {
    linkGbPerS: row("A", 450, "GB/s", "aic", "2022"),
    linkLatencyUs: row(
      "B",
      1.5,
      "us",
      "fwf-nvlink",
      "2022",
      [1, 3.33],
      "3.33 us end to end for 64 bytes in DeepSeek's measurement",
    ),
    linkEfficiency: row(
      "B",
      0.8,
      "share",
      "nccl-ref",
      "2022",
      [0.75, 1.07],
      "reduction inside the switch reaches 460-480 GB/s, above the line rate",
    ),
  },
  "nvlink4-h800": {
    linkGbPerS: row("A", 200, "GB/s", "dsk-isca", "2023", null, "160 of 200 GB/s effective"),
    linkLatencyUs: row("D", 1.5, "us", "general-knowledge", "2023", [1, 3.33], NVLINK_NOTE),
    linkEfficiency: row("B", 0.8, "share", "infersim", "2023", [0.78, 0.85]),
  },
  nvlink5: {
    linkGbPerS: row("A", 900, "GB/s", "aic", "2024"),
    linkLatencyUs: row("D", 1.5, "us", "general-knowledge", "2024", null, NVLINK_NOTE),
    linkEfficiency: row(
      "B",
      0.9,
      "share",
      "mnnvl",
      "2024",
      [0.8, 0.93],
      "8 x GB200 over two nodes reach 811 of 900 GB/s",
    ),
  },
  "infinity-fabric-mi300": {
    linkGbPerS: row(
      "A",
      448,
      "GB/s",
      "infx-app",
      "2023",
      null,
      "7 x 64 GB/s full mesh: one peer sees only 64",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2023"),
    linkEfficiency: row("D", 0.7, "share", "general-knowledge", "2023", [0.6, 0.8]),
  },
  "infinity-fabric-mi355": {
    linkGbPerS: row(
      "A",
      537.6,
      "GB/s",
      "if-mi355",
      "2025",
      [537.6, 576],
      "7 x 76.8 GB/s full mesh; another list says 576",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2025"),
    linkEfficiency: row("D", 0.7, "share", "general-knowledge", "2025", [0.6, 0.8]),
  },
  "pcie4-x16": {
    linkGbPerS: row("A", 32, "GB/s", "aic", "2017"),
    linkLatencyUs: row("D", 1.3, "us", "general-knowledge", "2017"),
    linkEfficiency: row(
      "D",
      0.4,
      "share",
      "general-knowledge",
      "2026",
      [0.05, 0.88],
      "0.82 point to point; a measured all-reduce over 8 L40S reaches 1.5 of 32 GB/s, " +
        "pairs under one switch far more: value chosen between",
    ),
  },
  "pcie5-x16": {
    linkGbPerS: row("A", 64, "GB/s", "aic", "2019"),
    linkLatencyUs: row("D", 1.2, "us", "general-knowledge", "2019"),
    linkEfficiency: row(
      "D",
      0.4,
      "share",
      "general-knowledge",
      "2026",
      [0.05, 0.88],
      "0.82 point to point, far less in collectives through the host: see pcie4-x16",
    ),
  },
  "tpu-ici-v5e": {
    linkGbPerS: row("A", 200, "GB/s", "gcp-tpu", "2023", null, "2D torus of 256"),
    linkLatencyUs: row("D", 1, "us", "general-knowledge", "2023"),
    linkEfficiency: row("D", 0.9, "share", "general-knowledge", "2023", [0.8, 0.95]),
  },
  "tpu-ici-v5p": {
    linkGbPerS: row("A", 600, "GB/s", "gcp-tpu7x", "2023", null, "3D torus"),
    linkLatencyUs: row("D", 1, "us", "general-knowledge", "2023"),
    linkEfficiency: row("D", 0.9, "share", "general-knowledge", "2023", [0.8, 0.95]),
  },
  "tpu-ici-v6e": {
    linkGbPerS: row("A", 400, "GB/s", "gcp-tpu7x", "2024"),
    linkLatencyUs: row("D", 1, "us", "general-knowledge", "2024"),
    linkEfficiency: row("D", 0.9, "share", "general-knowledge", "2024", [0.8, 0.95]),
  },
  "gaudi3-ethernet": {
    linkGbPerS: row(
      "B",
      600,
      "GB/s",
      "gaudi-web",
      "2024",
      [525, 600],
      "24 x 200 GbE; 21 ports inside a node of 8 cards give 525",
    ),
    linkLatencyUs: row("D", 8, "us", "general-knowledge", "2024", [4, 12], "RDMA over Ethernet"),
    linkEfficiency: row("D", 0.8, "share", "general-knowledge", "2024", [0.6, 0.95]),
  },
} satisfies Readonly<Record<string, LinkRows>>;
