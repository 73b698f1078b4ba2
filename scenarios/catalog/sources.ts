/** Where the numbers of the catalogue come from; only sources that a row names are listed. */
export interface Source {
  readonly title: string;
  readonly where: string;
  /** Date of the text, as precise as it is known. */
  readonly dated: string;
}

export const SOURCES = {
  a16z: {
    title: "a16z LLMflation: 10x/yr; $60 -> $0.06/M in 3 yrs",
    where: "https://a16z.com/llmflation-llm-inference-cost",
    dated: "2024-11",
  },
  aic: {
    title: "NVIDIA AI-Dynamo aiconfigurator: systems/*.yaml and model_configs/*.json",
    where:
      "https://github.com/ai-dynamo/aiconfigurator at 095f58a (aic-core/src/aiconfigurator_core/{systems,model_configs})",
    dated: "2026-08",
  },
  aiinframap: {
    title: "AI Infra Map TCO tool: mid-2026 street prices H100 30k, H200 35k, B200 40k (+-20-40%)",
    where: "https://www.aiinframap.com/tools/chips/h100-vs-h200-vs-b200-tco",
    dated: "2026",
  },
  "ais-atlas": {
    title: "AI Safety Atlas, forecasting appendix (Epoch hardware trends)",
    where: "https://ai-safety-atlas.com/chapters/v1/capabilities/appendix-forecasting",
    dated: "2025",
  },
  avanza: {
    title: "Avanza: interconnection 36-84 months by market; BTM 16-30 months",
    where: "https://avanzaenergy.substack.com/p/data-centers-are-killing-the-grid",
    dated: "2026",
  },
  "awesome-nvl": {
    title: "AwesomeAgents: GB200/GB300 NVL72 price ranges, rack power",
    where: "https://awesomeagents.ai/hardware/nvidia-gb200-nvl72",
    dated: "2026",
  },
  "aws-sus": {
    title:
      "Amazon sustainability page, AWS Cloud: PUE 1.15 (2024), 1.14 (2025); IDC 1.25 cloud / 1.63 on-premises",
    where: "https://sustainability.aboutamazon.com/environment/the-cloud/asdi",
    dated: "2026",
  },
  calc: {
    title: "Computed here from other rows; the note says how",
    where: "-",
    dated: "2026",
  },
  "cbre-global25": {
    title: "CBRE Global Data Center Trends 2025: $217.30/kW-month over 16 markets",
    where: "https://dataxconnect.com/insights-cbre-data-centre-trends-2025",
    dated: "2025-06",
  },
  "cbre-sg24": {
    title: "CBRE Global Data Center Trends 2024: Singapore $315-480, Chicago $155-165",
    where: "https://europulsenews.com/?p=9830",
    dated: "2024-06",
  },
  cbre24h2: {
    title: "CBRE North America Data Center Trends H2 2024 ($184.06/kW-month)",
    where: "https://www.cbre.com/insights/reports/north-america-data-center-trends-h2-2024",
    dated: "2025-02",
  },
  "cdna3-wp": {
    title:
      "AMD CDNA 3 architecture white paper, text copy (MI300X and MI325X peaks, dense and sparse)",
    where: "a public repository",
    dated: "2024",
  },
  "cdna4-wp": {
    title: "AMD CDNA 4 white paper Tables 1-2 as transcribed in public repositories",
    where: "public repositories",
    dated: "2025",
  },
  "cliff-amd": {
    title: "Cliff Center: AMD inference economics (MI300X/MI325X rental)",
    where: "https://www.cliffcenter.com/research/amd-inference-economics",
    dated: "2026-05",
  },
  codecarbon: {
    title: "codecarbon data (GCP region carbon, generation-source intensities)",
    where: "https://github.com/mlco2/codecarbon at b05965e codecarbon/data",
    dated: "2026-08",
  },
  "cw-cost25": {
    title:
      "Cushman & Wakefield US Data Center Development Cost Guide 2025 (cost per MW, lead times, land)",
    where:
      "https://cushwake.cld.bz/Data-Center-Development-Cost-Guide-2025/8-9 (and pages 1, 10-13)",
    dated: "2025-01",
  },
  "cw-wue": {
    title: "ComputerWeekly: AWS 2024 PUE 1.15 / WUE 0.15; Microsoft FY25 PUE 1.17 / WUE 0.27",
    where:
      "https://www.briefly.co/anchor/DevOps/story/ai-energy-and-the-new-rules-of-cloud-sustainability-competition--computer-weekly",
    dated: "2025",
  },
  damodaran26: {
    title: "Damodaran, Cost of Equity and Capital (US), January 2026",
    where: "https://pages.stern.nyu.edu/adamodar/New_Home_Page/datafile/wacc.html",
    dated: "2026-01",
  },
  "dcd-pue": {
    title:
      "DCD: AWS PUE 1.15 in 2023; Google, Meta, Microsoft, Oracle figures; Meta 1.08 also hyperscalers.news",
    where:
      "https://www.datacenterdynamics.com/en/news/aws-global-data-centers-achieved-pue-of-115-in-2023/",
    dated: "2024-12",
  },
  dcjobs: {
    title:
      "Data-centre staffing: 30 workers per 2-5 MW (Built In); Microsoft 50 per building; technician pay 68-85k (Blue Signal)",
    where: "https://builtin.com/articles/data-center-jobs",
    dated: "2026-01",
  },
  "dep-10k": {
    title: "Wiresift / Koral: hyperscaler useful-life history from 10-Ks",
    where: "https://wiresift.com/ai-server-depreciation",
    dated: "2026",
  },
  dsk: {
    title: "DeepSeek-V3/R1 inference system overview (Open-Source Week day 6)",
    where: "https://github.com/deepseek-ai/open-infra-index at 56d8685",
    dated: "2025-03",
  },
  "dsk-isca": {
    title: "DeepSeek: Insights into DeepSeek-V3 (ISCA 2025) Tables 3 and 5, Figures 2 and 7",
    where:
      "arXiv:2505.09343; summary read at github:bzhng-development/summary-of-some-paper-in-cuda@dae082b",
    dated: "2025-05",
  },
  "eia-0425": {
    title: "EIA Electric Power Monthly Table 5.6.A, April 2025 (industrial, c/kWh)",
    where: "https://eia.gov/electricity/monthly/epm_table_grapher.php?t=table_5_06_a",
    dated: "2025-06",
  },
  "eia-epa23": {
    title: "EIA Electric Power Annual 2023: average revenue per kWh by state and sector",
    where: "https://www.eia.gov/electricity/annual/secrev-map.php",
    dated: "2024-10",
  },
  "eia-nov25": {
    title:
      "EIA Nov 2025 state prices copied in a blog (industrial, states below 7 c; Jan 2026 Texas)",
    where:
      "https://themilliondollarway.blogspot.com/2026/01/electricity-rates-by-state-eia-have.html",
    dated: "2026-01",
  },
  "epoch-dc": {
    title: "Epoch AI: Servers account for 60% of TCO of a one-gigawatt AI data center",
    where: "https://epoch.ai/data-insights/ai-datacenter-cost-breakdown",
    dated: "2026-05-14",
  },
  "eu-elec": {
    title: "Prometheus Group: EU/China/US industrial prices 2024",
    where: "https://prometheusgroup.xyz/the-kilowatt-divide-...",
    dated: "2025",
  },
  "fail-tax": {
    title:
      "Failure-type enumeration over 37 cluster studies (Acme table, Unicron, Meta RSC, FT-HSDP, ByteRobust, SuperBench, Fire-Flyer)",
    where: "public repository note",
    dated: "2026-07",
  },
  "fwf-nvlink": {
    title:
      "Fridays with Faraday: interconnect hierarchy of a DGX H100 (NVLink about 1-2 us, IB 1-5, RoCE 2-10)",
    where: "https://fridayswithfaraday.com/posts/gpu-hw-nvlink-nvswitch-interconnect",
    dated: "2025",
  },
  "gas-lead": {
    title: "Gas turbine 36-48 months to 5-7 years; reciprocating engines 12-18 months",
    where: "https://sourcerockep.com/blog/gas-engine-backlog-power-fast/",
    dated: "2026-05",
  },
  "gaudi-web": {
    title:
      "Gaudi 3: Yobitel (1,835 TFLOPS, 128 GB, 3.7 TB/s, 900 W, 24x200GbE), PCGuia (96 MB SRAM), y-ic.de ($125k per 8-chip kit)",
    where: "https://www.yobitel.com/knowledge-base/intel-gaudi-3",
    dated: "2024",
  },
  "gcp-tpu": {
    title: "Google Cloud TPU docs: v5e system architecture",
    where: "https://docs.cloud.google.com/tpu/docs/v5e",
    dated: "2026",
  },
  "gcp-tpu7x": {
    title: "Google Cloud docs: TPU7x (Ironwood) table comparing v5p, v6e and TPU7x",
    where: "https://docs.cloud.google.com/tpu/docs/tpu7x",
    dated: "2026",
  },
  "gcp-v6e": {
    title: "Google Cloud docs: TPU v6e",
    where: "https://docs.cloud.google.com/tpu/docs/v6e",
    dated: "2026",
  },
  "genai-prices": {
    title: "Pydantic genai-prices: provider price files with cache prices, tiers and dated changes",
    where: "https://github.com/pydantic/genai-prices at 47df840a prices/providers/*.yml",
    dated: "2026-08",
  },
  "general-knowledge": {
    title: "From general knowledge: not looked up",
    where: "-",
    dated: "2026",
  },
  genset26: {
    title: "Baudouin: data-centre genset lead time, critical components beyond 18 months",
    where:
      "https://baudouin.com/news/data-centre-power/standby-power-for-data-centres/why-lead-time-matters-for-data-centre-projects/",
    dated: "2026-06",
  },
  glm45: {
    title: "GLM-4.5 355B-A32B architecture: slime launch script and Megatron-Bridge docs agree",
    where:
      "github:zyzshishui/slime scripts/models/glm4.5-355B-A32B.sh; github:pufanyi/Megatron-Bridge docs/models/llm/glm45.md",
    dated: "2025",
  },
  gpp: {
    title:
      "GlobalPetrolPrices Q2 2025 world and continent averages; Statista Mar 2024 industrial ranking",
    where: "https://www.globalpetrolprices.com/electricity_prices/",
    dated: "2025",
  },
  "gpuaas-card": {
    title:
      "GPU rate card in a public repository, audited 2026-09-01/08: AWS EC2 price catalog, Azure Retail Prices API, GCP, Oracle price list, CoreWeave; NVIDIA NPN price list 202609",
    where: "a public repository",
    dated: "2026-09",
  },
  "groq-px": {
    title: "Groq list prices copied into several public repos",
    where: "public price copies, 2026-07",
    dated: "2026-07",
  },
  "h100-node": {
    title:
      "Latif et al. (IEEE Access 2025) and Newkirk et al.: measured power of an 8-GPU H100 node",
    where:
      "https://nyuscholars.nyu.edu/en/publications/single-node-power-demand-during-ai-training-measurements-on-an-8--2",
    dated: "2025-06",
  },
  "h20-web": {
    title: "H20 figures: INT8 296, FP16 148, TF32 74, FP32 44; 400 W; NVLink 900 GB/s",
    where: "https://zangshuxian.com/new/674733024499207168",
    dated: "2025",
  },
  "h800-web": {
    title: "AI Wiki and Philisun: H800 vs H100 (same GH100; NVLink 400 GB/s, FP64 cut)",
    where: "https://aiwiki.ai/wiki/nvidia_h800",
    dated: "2026-06",
  },
  "hbd-trace": {
    title: "StepFun InfiniteHBD fault trace: 400 GPU servers, 348 days, 584 fault start/end pairs",
    where: "https://github.com/stepfun-ai/InfiniteHBD-Trace at 7aacdc8 fault_trace.json",
    dated: "2025-05",
  },
  "hedge-cap": {
    title: "Hedgehog: network CapEx 3-15% of GPU hardware cost at 1,024 GPUs",
    where: "https://hedgehog.cloud/blog/network-capex-is-the-smallest-line-...",
    dated: "2026",
  },
  "hf-configs": {
    title:
      "config.json copies on Hugging Face: Mistral-Large-2407, Mistral-7B-v0.1, Qwen2.5-72B, Qwen2.5-32B",
    where: "https://huggingface.co/Panchovix/Mistral-Large-Instruct-2407-3.75bpw-h6-exl2",
    dated: "2025",
  },
  "hf-hw": {
    title:
      "Hugging Face hardware pages (memory, power, indicative price): H20, H200, B300, MI300, A100, H100",
    where: "https://huggingface.co/hardware/h20",
    dated: "2026",
  },
  "hgx-table": {
    title: "FiberMall copy of NVIDIA HGX B300 NVL16 / HGX B200 specification table",
    where: "https://fibermall.com/blog/?p=17161",
    dated: "2025",
  },
  "hsbc-mi355": {
    title: "HSBC MI350/MI355 selling price estimates as reported",
    where:
      "https://parameter.io/advanced-micro-devices-amd-stock-why-analysts-stay-bullish-despite-price-cut",
    dated: "2025",
  },
  "if-mi355": {
    title:
      "MI355X Infinity Fabric 1,075 GB/s bidirectional (538 per direction), several repositories citing AMD brochure",
    where: "public repositories",
    dated: "2026",
  },
  infersim: {
    title: "Alibaba InferSim hardware/gpu.py (H20, H800, H200, GB200)",
    where: "https://github.com/alibaba/InferSim at f2293da",
    dated: "2026",
  },
  infsim: {
    title: "inference-sim hardware_config.json (MFU prefill/decode calibrations)",
    where: "https://github.com/inference-sim/inference-sim at f90a1e3 hardware_config.json",
    dated: "2026-08",
  },
  "infsim-train": {
    title: "inference-sim/training model_configs/Llama-2-70b-hf/config.json",
    where: "https://github.com/inference-sim/training at ed5c1d2",
    dated: "2026",
  },
  "infx-app": {
    title:
      "SemiAnalysis InferenceX-app: packages/app/src/lib/{constants,gpu-specs}.ts (dense TFLOPS, all-in utility kW/GPU, $/GPU-h own-hyperscaler / own-neocloud / 3-yr rental)",
    where: "https://github.com/SemiAnalysisAI/InferenceX-app at 77ca49a",
    dated: "2026-04",
  },
  "infx-blog2": {
    title: "InferenceX v2: NVIDIA Blackwell vs AMD vs Hopper (unit-economics examples)",
    where:
      "https://github.com/SemiAnalysisAI/InferenceX-app at 77ca49a packages/app/content/blog/inferencex-v2-*.mdx",
    dated: "2026-02",
  },
  jll26: {
    title: "JLL 2026 Global Data Center Outlook ($11.3M/MW; 4-yr avg wait; 7 yr N.Va for 100 MW)",
    where:
      "https://www.theagenttimes.com/articles/data-center-construction-costs-reach-113m-per-megawatt-...",
    dated: "2026",
  },
  "l40s-ds": {
    title: "Reseller copy of the NVIDIA L40S datasheet table (dense | sparse)",
    where: "https://www.mullet.se/product.html?product_id=355414",
    dated: "2024",
  },
  "latent-h100": {
    title:
      "H100 + InfiniBand cluster cost spreadsheet (Featherless/Latent Space '$2 H100s'), Aug 2024",
    where: "https://docs.google.com/spreadsheets/d/1Ft3RbeZ-w43kYSiLfYc1vxO41mK5lmJpcPC9GOYHAWc",
    dated: "2024-08",
  },
  leadtime: {
    title: "Wood Mackenzie transformer lead times (128-160+ weeks)",
    where: "https://www.thewattreport.com/p/the-interconnection-queue-isn-t-the-bottleneck-anymore",
    dated: "2026",
  },
  levelten25: {
    title: "LevelTen P25 PPA prices Q3 and Q4 2025",
    where:
      "https://www.pv-magazine.com/2025/10/15/levelten-warns-of-rising-ppa-prices-amid-us-trade-policy-strain",
    dated: "2026-01",
  },
  "llama3-paper": {
    title: "'The Llama 3 Herd of Models': Tables 4 and 5, sections 3.3.1-3.3.4 (full text)",
    where: "arXiv:2407.21783",
    dated: "2024-07",
  },
  llmprices: {
    title: "simonw/llm-prices data/*.json (list prices copied from provider price pages)",
    where: "https://github.com/simonw/llm-prices at 723ef0b",
    dated: "2026-08",
  },
  "lock-gpu": {
    title:
      "G. K. Lockwood digital garden: A100, H100/H200, B200/GB200, B300 (dense and sparse tables from NVIDIA datasheets)",
    where: "https://glennklockwood.com/garden/processors/A100",
    dated: "2025",
  },
  maxtext: {
    title: "MaxText model configs (gemma2-27b, gemma3-27b, llama2-13b, gpt3-175b)",
    where: "https://github.com/AI-Hypercomputer/maxtext at e591f30 src/maxtext/configs/models",
    dated: "2026-08",
  },
  mercatus: {
    title: "Mercatus: Cloud GPU pricing May 2026 (tiers)",
    where: "https://www.mercatus-ai.com/blog/cloud-gpu-pricing",
    dated: "2026-05",
  },
  mlperf51: {
    title: "MLPerf Inference v5.1, closed division, power results of 8 x B200 servers",
    where: "https://github.com/mlcommons/inference_results_v5.1",
    dated: "2025-09",
  },
  mlsysim: {
    title: "MLSys-im (Harvard CS249r) core/defaults.py",
    where:
      "https://github.com/harvard-edge/cs249r_book at 1eb30f5 mlsysim/mlsysim/core/defaults.py",
    dated: "2026",
  },
  mnnvl: {
    title: "lixueduan: GB200 MNNVL NCCL test, 811 GB/s on 2 nodes x 4 GPUs",
    where: "https://www.lixueduan.com/posts/ai/13-gb200-mnnvl-nccl-test",
    dated: "2025",
  },
  "nccl-ref": {
    title: "Alaya docs: NCCL-tests reference bus bandwidths (8xH100 460-480, 8xA100 230-250 GB/s)",
    where: "https://docs.alayanew.com/en/docs/tech-blog/2026-05-06-nccl-tests",
    dated: "2026-05",
  },
  "nv-dgxb200": {
    title: "NVIDIA DGX B200 user guide (14.3 kW max)",
    where: "https://docs.nvidia.com/dgx/dgxb200-user-guide/introduction-to-dgxb200.html",
    dated: "2025",
  },
  "nv-dgxh": {
    title: "NVIDIA DGX H100/H200 user guide power table (10.2 kW max), as quoted",
    where: "https://unanswered.io/guide/nvidia-dgx-power-consumption-watts",
    dated: "2026",
  },
  "nvl-power": {
    title:
      "GB200/GB300 NVL72 rack power: Introl (18 x 6.5 kW, 132 kW shelves), Epium/Morgan Stanley (6.6 kW tray), FiberMall (5.4 kW tray), OxMaint (120 kW)",
    where: "https://introl.com/blog/why-nvidia-gb300-nvl72-blackwell-ultra-matters",
    dated: "2025",
  },
  rack31: {
    title: "fetchlogic: GB200 rack about $3.1M; H100 about $25k",
    where: "https://fetchlogic.net/memory-now-costs-more-than-the-processor-in-ai-chips-...",
    dated: "2026",
  },
  resid: {
    title: "GPU Lease Rate Index residual guide (n=500+ transactions, site-claimed)",
    where: "https://v2-pseo-ai.pages.dev/residual/h100-depreciation-calculator",
    dated: "2026-01",
  },
  "semi-index": {
    title: "SemiAnalysis H100 1-yr contract index, quoted by techreaderdaily/compux",
    where:
      "https://www.techreaderdaily.com/article.html?slug=h100-reserved-capacity-hits-2-35-hour-floor-in-2026",
    dated: "2026-04",
  },
  "sky-gcp": {
    title: "SkyPilot catalog v8 GCP vms.csv (scraped price list)",
    where: "https://github.com/skypilot-org/skypilot-catalog at 006059e catalogs/v8/gcp/vms.csv",
    dated: "2026",
  },
  "sky-nebius": {
    title: "SkyPilot catalog v9 Nebius vms.csv (scraped price list)",
    where: "https://github.com/skypilot-org/skypilot-catalog at d9bf3aa catalogs/v9/nebius/vms.csv",
    dated: "2026",
  },
  "sky-oci": {
    title: "SkyPilot catalog v8 OCI vms.csv",
    where: "https://github.com/skypilot-org/skypilot-catalog at 0588751 catalogs/v8/oci/vms.csv",
    dated: "2026",
  },
  "sky-verda": {
    title: "SkyPilot catalog v8 Verda (ex-DataCrunch) vms.csv",
    where: "https://github.com/skypilot-org/skypilot-catalog at 000c1d0 catalogs/v8/verda/vms.csv",
    dated: "2026",
  },
  "sonnet5-px": {
    title:
      "Anthropic pricing page footnote: $2/$10 is now the standard price of Claude Sonnet 5, scheduled increase will not occur",
    where:
      "https://platform.claude.com/docs/en/about-claude/pricing, quoted verbatim in ten public repositories",
    dated: "2026-08",
  },
  spheron: {
    title: "Spheron: H200 vs B200 vs GB200 rental prices 17 Mar 2026",
    where: "https://www.spheron.network/blog/nvidia-h200-vs-b200-vs-gb200",
    dated: "2026-03",
  },
  "tokencost-hist": {
    title: "AgentOps tokencost model_prices.json (LiteLLM price list), 20 dated commits",
    where:
      "github:AgentOps-AI/tokencost f38877f (2024-01-30) .. 59042a1 (2025-09-01); constants.py bdd42ba (2023-12-07)",
    dated: "2023-12..2025-09",
  },
  "tpu-wiki": {
    title: "AI Wiki: TPU v5p",
    where: "https://aiwiki.ai/wiki/google_tpu_v5p",
    dated: "2026-06",
  },
  "tt-2023": {
    title: "Turner & Townsend 2023: Riyadh 10, Jakarta 10.5, Kuala Lumpur 10 USD/W",
    where:
      "https://www.infrabuddy.net/why-data-centre-construction-costs-are-rising-around-the-world/",
    dated: "2023",
  },
  "tt-index": {
    title: "Turner & Townsend Data Centre Construction Cost Index 2025-26 (press)",
    where:
      "https://www.cremediaeurope.com/news/ai-boom-strains-data-centre-construction-costs-rise",
    dated: "2025-11",
  },
  "tt-mumbai": {
    title: "Turner & Townsend 2025: Mumbai US$6.64/W, 51st of 52",
    where: "https://realtynmore.com/?p=104403",
    dated: "2025-11",
  },
  "uptime-pue": {
    title: "Uptime average PUE 1.58 (2023) / 1.56 (2024)",
    where: "https://upsite.com",
    dated: "2024",
  },
  "validation-priors": {
    title:
      "Plain model of 20 global parameters fitted to 427 published measurements of serving, kernels and training",
    where: "README, section on validation",
    dated: "2026",
  },
  wan: {
    title: "Wan2.1 configs (fork copy of the official repository)",
    where: "github:HighDoping/Wan2.1 wan/configs/wan_t2v_14B.py",
    dated: "2025",
  },
} satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof SOURCES;
