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
      [0.75, 1],
      "reduction inside the switch reaches 460-480 GB/s, above the line rate: read as all of it",
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
  nvlink6: {
    linkGbPerS: row(
      "B",
      1800,
      "GB/s",
      "rubin-web",
      "2026",
      null,
      "Rubin; 3.6 TB/s bidirectional per GPU, 260 TB/s per rack (preliminary vendor figures)",
    ),
    linkLatencyUs: row("D", 1.5, "us", "general-knowledge", "2026"),
    linkEfficiency: row("D", 0.8, "share", "general-knowledge", "2026", [0.75, 0.9]),
  },
  "nvlink-c2c": {
    linkGbPerS: row(
      "D",
      450,
      "GB/s",
      "general-knowledge",
      "2023",
      null,
      "Grace-Hopper/Blackwell 900 GB/s bidirectional",
    ),
    linkLatencyUs: row("D", 0.6, "us", "general-knowledge", "2023"),
    linkEfficiency: row("D", 0.85, "share", "general-knowledge", "2023", [0.8, 0.92]),
  },
  "pcie3-x16": {
    linkGbPerS: row("D", 16, "GB/s", "general-knowledge", "2010"),
    linkLatencyUs: row("D", 1.5, "us", "general-knowledge", "2010"),
    linkEfficiency: row("D", 0.8, "share", "general-knowledge", "2010", [0.75, 0.85]),
  },
  "pcie6-x16": {
    linkGbPerS: row("A", 128, "GB/s", "aic", "2024", null, "ConnectX-8 hosts"),
    linkLatencyUs: row("D", 1.2, "us", "general-knowledge", "2024"),
    linkEfficiency: row("D", 0.82, "share", "general-knowledge", "2024", [0.75, 0.88]),
  },
  "tpu-ici-v7": {
    linkGbPerS: row("A", 600, "GB/s", "gcp-tpu7x", "2025", null, "9,216-chip pod"),
    linkLatencyUs: row("D", 1, "us", "general-knowledge", "2025"),
    linkEfficiency: row("D", 0.9, "share", "general-knowledge", "2025", [0.8, 0.95]),
  },
  "neuronlink-v3": {
    linkGbPerS: row(
      "A",
      640,
      "GB/s",
      "neuron-sdk",
      "2024",
      [512, 640],
      "1,280 GB/s per chip taken as bidirectional; 512 inside a 16-chip instance",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2024"),
    linkEfficiency: row("D", 0.75, "share", "general-knowledge", "2024", [0.6, 0.85]),
  },
  "neuronlink-v4": {
    linkGbPerS: row(
      "B",
      1024,
      "GB/s",
      "neuron-sdk",
      "2025",
      [704, 1280],
      "AWS docs disagree (2,048 GiB/s, 2.56 TB/s, 704 GB/s); all-to-all NeuronSwitch-v1",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2025"),
    linkEfficiency: row("D", 0.75, "share", "general-knowledge", "2025", [0.6, 0.85]),
  },
  "neuronlink-v2": {
    linkGbPerS: row(
      "A",
      192,
      "GB/s",
      "neuron-sdk",
      "2022",
      null,
      "384 GB/s taken as both directions",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2022"),
    linkEfficiency: row(
      "D",
      0.75,
      "share",
      "general-knowledge",
      "2022",
      [0.6, 0.85],
      "as version 3",
    ),
  },
  "neuronlink-inf2": {
    linkGbPerS: row(
      "A",
      96,
      "GB/s",
      "neuron-sdk",
      "2023",
      null,
      "192 GiB/s taken as both directions",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2023"),
    linkEfficiency: row(
      "D",
      0.75,
      "share",
      "general-knowledge",
      "2023",
      [0.6, 0.85],
      "as version 3",
    ),
  },
  "gaudi2-ethernet": {
    linkGbPerS: row(
      "D",
      262.5,
      "GB/s",
      "general-knowledge",
      "2022",
      [250, 300],
      "21 of 24 x 100 GbE",
    ),
    linkLatencyUs: row("D", 8, "us", "general-knowledge", "2022", [4, 12], "RDMA over Ethernet"),
    linkEfficiency: row("D", 0.8, "share", "general-knowledge", "2022", [0.6, 0.95]),
  },
  "groq-c2c": {
    linkGbPerS: row(
      "D",
      137.5,
      "GB/s",
      "general-knowledge",
      "2022",
      [80, 240],
      "11 links of 100 Gb/s",
    ),
    linkLatencyUs: row(
      "D",
      0.7,
      "us",
      "general-knowledge",
      "2022",
      [0.2, 2],
      "scheduled by software",
    ),
    linkEfficiency: row("D", 0.8, "share", "general-knowledge", "2022", [0.5, 0.95]),
  },
  "wafer-io": {
    linkGbPerS: row(
      "D",
      150,
      "GB/s",
      "general-knowledge",
      "2024",
      [100, 200],
      "12 x 100 GbE a system",
    ),
    linkLatencyUs: row("D", 5, "us", "general-knowledge", "2024", [2, 15]),
    linkEfficiency: row("D", 0.8, "share", "general-knowledge", "2024", [0.5, 0.95]),
  },
  "rdu-fabric": {
    linkGbPerS: row(
      "D",
      100,
      "GB/s",
      "general-knowledge",
      "2024",
      [25, 400],
      "between sockets of a rack",
    ),
    linkLatencyUs: row("D", 2, "us", "general-knowledge", "2024", [0.5, 5]),
    linkEfficiency: row("D", 0.7, "share", "general-knowledge", "2024", [0.4, 0.9]),
  },
  wireless: {
    linkGbPerS: row("D", 0.1, "GB/s", "general-knowledge", "2025", [0.01, 0.6], "Wi-Fi or 5G"),
    linkLatencyUs: row("D", 5000, "us", "general-knowledge", "2025", [1000, 50_000]),
    linkEfficiency: row("D", 0.6, "share", "general-knowledge", "2025", [0.3, 0.9]),
  },
} satisfies Readonly<Record<string, LinkRows>>;
