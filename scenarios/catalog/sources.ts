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
  aepohio: {
    title:
      "AEP Ohio data-centre tariff: 85% settlement; first ask 90-95%; transmission rider example (FactSet)",
    where: "http://dongfanglantian.com/index-248.html",
    dated: "2024-10",
  },
  "agent-ms": {
    title: "Agentic coding: about 1M input + 40k output tokens/session; 1000x chat",
    where: "https://getnadir.com/blog/ai-jevons-paradox-token-costs",
    dated: "2026-04",
  },
  aiact: {
    title: "Regulation (EU) 2024/1689 Article 99(3)",
    where: "quoted in public repositories",
    dated: "2024-07",
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
  aiintel: {
    title: "AI Intel Report: H100 $25k PCIe, $35-40k SXM, 8-GPU $250-400k",
    where: "https://aiintelreport.com/enterprise-ai/on-premise-ai-cost-tco",
    dated: "2026-06",
  },
  aimult: {
    title: "AIMultiple Cloud GPU Rental Price Index (58 providers)",
    where: "https://aimultiple.com/gpu-index",
    dated: "2026-05",
  },
  "ais-atlas": {
    title: "AI Safety Atlas, forecasting appendix (Epoch hardware trends)",
    where: "https://ai-safety-atlas.com/chapters/v1/capabilities/appendix-forecasting",
    dated: "2025",
  },
  "amd-mi300x": {
    title: "AMD MI300X product page as quoted (750 W TBP, 128 GB/s links)",
    where:
      "public GitHub file; https://meterpreter.org/amd-confirms-instinct-mi300x-power-consumption-up-to-750w",
    dated: "2026",
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
  "aws-cb": {
    title: "AWS EC2 Capacity Blocks pricing table (snapshot of late-2024 rates)",
    where: "https://aws.amazon.com/ec2/capacityblocks/pricing",
    dated: "2024-12",
  },
  "aws-cb26": {
    title:
      "EC2 Capacity Blocks 2026 rates copied in two public repositories (trn2.48xlarge $35.7608/h, p5en $63.158/h, trn1.32xlarge $9.532/h)",
    where: "public GitHub files",
    dated: "2026-05",
  },
  "aws-p5-3y": {
    title: "Sizing report citing Vantage: p5.48xlarge $55.040/h on demand, $23.777/h 3-yr reserved",
    where: "public GitHub file",
    dated: "2026-08",
  },
  "aws-sus": {
    title:
      "Amazon sustainability page, AWS Cloud: PUE 1.15 (2024), 1.14 (2025); IDC 1.25 cloud / 1.63 on-premises",
    where: "https://sustainability.aboutamazon.com/environment/the-cloud/asdi",
    dated: "2026",
  },
  "aws-trn3": {
    title: "AWS Neuron docs: Trn3 architecture (dense MXFP8 PFLOPS, HBM BW per UltraServer)",
    where: "https://awsdocs-neuron.readthedocs-hosted.com/.../trn3-arch.rst",
    dated: "2025-12",
  },
  bond25: {
    title: "BOND Trends in AI 2025, slide 15 (Epoch AI data): +360%/yr training compute",
    where:
      "https://bondcap.relayto.com/e/2025-trends-in-artificial-intelligence-tn9e6r7a9i24j/yyAbUHLM16",
    dated: "2025-05",
  },
  byterob2: {
    title: "Wan et al., Robust LLM Training Infrastructure at ByteDance",
    where: "https://arxiv.org/html/2509.16293v4",
    dated: "2025-09",
  },
  c4: {
    title: "Dong et al., C4 (HPCA 2025), Alibaba",
    where: "https://arxiv.org/html/2406.04594v2",
    dated: "2025-03",
  },
  calc: {
    title: "Computed here from other rows; the note says how",
    where: "-",
    dated: "2026",
  },
  capex26: {
    title: "Hyperscaler 2026 capex guidance $600-725B",
    where: "https://thefactum.ai/articles/3caee5ae-...",
    dated: "2026",
  },
  castai: {
    title:
      "Cast AI 2026 State of Kubernetes Optimization: GPU 5%, CPU 8%, memory 20%, 23,000 clusters",
    where: "https://itbrief.in/story/cast-ai-report-finds-5-gpu-use-in-kubernetes-clusters",
    dated: "2026-04-21",
  },
  "cbre-global25": {
    title: "CBRE Global Data Center Trends 2025: $217.30/kW-month over 16 markets",
    where: "https://dataxconnect.com/insights-cbre-data-centre-trends-2025",
    dated: "2025-06",
  },
  "cbre-hist": {
    title: "CBRE averages 2022 $137.86 and 2023 $163.44",
    where: "https://channelvisionmag.com/85501-2/",
    dated: "2024",
  },
  "cbre-sg24": {
    title: "CBRE Global Data Center Trends 2024: Singapore $315-480, Chicago $155-165",
    where: "https://europulsenews.com/?p=9830",
    dated: "2024-06",
  },
  cbre22: {
    title: "CBRE H1 2022 ($127.50/kW-mo)",
    where: "http://itbusinesssurvivalguide.com/north-america-data-center-trends-h1-2022.html",
    dated: "2022-09",
  },
  cbre24: {
    title: "CBRE North America Data Center Trends H1 2024 ($174.06/kW-mo)",
    where: "https://www.cbre.com (H1 2024 report)",
    dated: "2024-08",
  },
  cbre24h2: {
    title: "CBRE North America Data Center Trends H2 2024 ($184.06/kW-month)",
    where: "https://www.cbre.com/insights/reports/north-america-data-center-trends-h2-2024",
    dated: "2025-02",
  },
  cbre26: {
    title: "CBRE Q1 2026 vacancies (gridreadiness summary)",
    where: "https://gridreadiness.com/blog/cbre-q1-2026-data-center-northern-virginia-france",
    dated: "2026",
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
  "claude-early": {
    title: "Old comparison table: Claude $11.02 / $32.68 per M tokens",
    where: "public repository copy",
    dated: "2023",
  },
  "cliff-amd": {
    title: "Cliff Center: AMD inference economics (MI300X/MI325X rental)",
    where: "https://www.cliffcenter.com/research/amd-inference-economics",
    dated: "2026-05",
  },
  climatemkt: {
    title: "Climate Market Now: CCA $28.88, EUA range EUR 60.07-74",
    where:
      "https://climatemarketnow.com/2025/05/16/newsom-proposes-2045-extension-all-eyes-on-the-uk-eu-summit/",
    dated: "2025-05",
  },
  codecarbon: {
    title: "codecarbon data (GCP region carbon, generation-source intensities)",
    where: "https://github.com/mlco2/codecarbon at b05965e codecarbon/data",
    dated: "2026-08",
  },
  cottier24: {
    title: "Cottier et al., The rising costs of training frontier AI models",
    where: "arXiv:2405.21015",
    dated: "2024-06",
  },
  "crwv-call": {
    title: "CoreWeave Q3/Q4 2025 call summaries",
    where: "https://longbridge.cn/news/265246511",
    dated: "2026-02",
  },
  "crwv-debt": {
    title: "CoreWeave 10-Q/S-1 XBRL debt note (effective rates 7-15%)",
    where: "https://www.sec.gov/Archives/edgar/data/1769628/000114036125032095/R41.htm",
    dated: "2025-06-30",
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
  dataact: {
    title:
      "EU Data Act: switching charges to zero by 12 Jan 2027; exit model $113k replatform vs $4.4k egress",
    where: "https://www.factualminds.com/blog/aws-cloud-exit-reversibility-strategy-2026/",
    dated: "2026-05",
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
  delta: {
    title: "Cui et al., Story of Two GPUs (SC25) NCSA Delta",
    where: "https://arxiv.org/html/2503.11901v3",
    dated: "2025",
  },
  "delta-notes": {
    title:
      "Reading notes on Cui et al. SC25 v1 and v4: per-GPU and per-GB MTBE, windows, propagation",
    where: "public repository note; paper arXiv:2503.11901v4",
    dated: "2026-09",
  },
  demirer: {
    title:
      "Demirer et al., Emerging Market for Intelligence: elasticity about 1.1; OSS 90% cheaper, <30% share",
    where: "https://whoisnnamdi.com/tokens-arent-fungible",
    dated: "2026",
  },
  "dep-10k": {
    title: "Wiresift / Koral: hyperscaler useful-life history from 10-Ks",
    where: "https://wiresift.com/ai-server-depreciation",
    dated: "2026",
  },
  digiteria: {
    title: "Digiteria: cloud GPU pricing Q1 2026 (A100 -30..-40% YoY)",
    where: "https://digiterialabs.com/ai/insights/cloud-gpu-pricing-q1-2026",
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
  dsv3: {
    title: "DeepSeek-V3 technical report: 2.788M H800 h, $5.576M at $2/h; R1 $294K",
    where: "arXiv:2412.19437 Table 1 as quoted",
    dated: "2024-12",
  },
  dsv31: {
    title: "DeepSeek V3.1 official API price 0.07 / 0.56 / 1.68",
    where: "public repository copy",
    dated: "2025",
  },
  "efa-docs": {
    title: "AWS EFA guide (P5/P5e: 32 network cards, 3,200 Gb/s)",
    where: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html",
    dated: "2025",
  },
  egress: {
    title: "Egress $0.085-0.12/GB",
    where: "https://byteiota.com/cloud-egress-fees-the-43b-tax-on-moving-your-data",
    dated: "2026",
  },
  "eia-0425": {
    title: "EIA Electric Power Monthly Table 5.6.A, April 2025 (industrial, c/kWh)",
    where: "https://eia.gov/electricity/monthly/epm_table_grapher.php?t=table_5_06_a",
    dated: "2025-06",
  },
  "eia-com26": {
    title: "EIA Feb 2026 commercial prices via energystackhub",
    where: "https://energystackhub.polsia.app/resources/commercial-electricity-rates-by-state",
    dated: "2026",
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
  elast2: {
    title: "10% price cut -> 12-18% usage (State of AI Economy 2026)",
    where: "https://ai-cost-estimator.com/blog/token-demand-elasticity-...",
    dated: "2026-06",
  },
  "epoch-dc": {
    title: "Epoch AI: Servers account for 60% of TCO of a one-gigawatt AI data center",
    where: "https://epoch.ai/data-insights/ai-datacenter-cost-breakdown",
    dated: "2026-05-14",
  },
  "epoch-flop": {
    title: "Training compute list quoted from Epoch AI; 3x/yr algorithmic gain",
    where: "https://www.textbookofai.com/glossary/compute-consumption.html",
    dated: "2026",
  },
  "epoch-price": {
    title: "Epoch AI, LLM inference price trends (Mar 2025, updated Nov 2025)",
    where:
      "https://epoch.ai/data-insights/llm-inference-price-trends, quoted in public repositories",
    dated: "2025-11",
  },
  essays: {
    title: "Five essays on AI compute economics (2025-2026) that this project starts from",
    where: "unpublished",
    dated: "2026",
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
  "ft-hsdp": {
    title: "Salpekar et al., Training LLMs with Fault Tolerant HSDP on 100,000 GPUs (Meta)",
    where: "arXiv:2602.00277, abstract quoted in several public notes",
    dated: "2026-01",
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
  "gpu-hist": {
    title:
      "H100 rental price history 2023-2026 (compux, Neighborhood Notes quoting SemiAnalysis and Latent Space, FT/RBC)",
    where: "https://compux.net/docs/guides/gpu-pricing-trends-2026",
    dated: "2026",
  },
  "gpuaas-card": {
    title:
      "GPU rate card in a public repository, audited 2026-09-01/08: AWS EC2 price catalog, Azure Retail Prices API, GCP, Oracle price list, CoreWeave; NVIDIA NPN price list 202609",
    where: "a public repository",
    dated: "2026-09",
  },
  greensku: {
    title: "Azure GreenSKU framework data (ISCA 2024)",
    where:
      "https://github.com/Azure/AzurePublicDataset at b469a11 (analysis/GreenSKU-Framework/data)",
    dated: "2024",
  },
  "grok4-epoch": {
    title: "Epoch AI Grok 4 training resources: $490M, 246M H100-h, 310 GWh, 154 kt CO2, 754 ML",
    where: "https://6ai6.com/blog/llm-pretraining-2026-training-cost/",
    dated: "2025-09",
  },
  "groq-px": {
    title: "Groq list prices copied into several public repos",
    where: "public price copies, 2026-07",
    dated: "2026-07",
  },
  "groq-web": {
    title:
      "Groq LPU: TechPowerUp (750 TOPS, 188 TFLOPS, 230 MB, 80 TB/s), SemiWiki (570-odd chips for 70B), AwesomeAgents (about 300 W)",
    where: "https://techpowerup.com/news-tags/Processor?page=3",
    dated: "2024",
  },
  "h100-node": {
    title:
      "Latif et al. (IEEE Access 2025) and Newkirk et al.: measured power of an 8-GPU H100 node",
    where:
      "https://nyuscholars.nyu.edu/en/publications/single-node-power-demand-during-ai-training-measurements-on-an-8--2",
    dated: "2025-06",
  },
  "h100-pcf": {
    title:
      "NVIDIA HGX H100 Product Carbon Footprint summary (ISO 14067): 1,312 kg CO2e cradle to gate",
    where: "quoted verbatim in public repositories",
    dated: "2025",
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
  hai280: {
    title: "Stanford HAI 2025: GPT-3.5-class $20 -> $0.07/M (280x in about 18 months)",
    where: "https://agentropic.ai/blog/why-ai-bill-rises-jevons",
    dated: "2025",
  },
  hamilton10: {
    title: "J. Hamilton, Overall Data Center Costs (2010)",
    where: "http://perspectives.mvdirona.com/2010/09/18/OverallDataCenterCosts.aspx",
    dated: "2010-09",
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
  "hedge-perf": {
    title: "Hedgehog: 392/400 GB/s (98%) vs 60% untuned RoCE; $8.1M/yr at 1,024 B200",
    where: "https://hedgehog.cloud/blog/the-performance-math-...",
    dated: "2026-05",
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
  "hpctech-h100": {
    title:
      "HPCtech: NVIDIA H100 SXM / PCIe specification table (starred figures are with sparsity)",
    where: "https://archive-lib.hpctech.co.jp/gpuproduct/nvidia-h100.html",
    dated: "2023",
  },
  hpn: {
    title: "Qian et al., Alibaba HPN (SIGCOMM 2024), section 2.3 and Figure 5",
    where: "full-text copy",
    dated: "2024-08",
  },
  "hsbc-mi355": {
    title: "HSBC MI350/MI355 selling price estimates as reported",
    where:
      "https://parameter.io/advanced-micro-devices-amd-stock-why-analysts-stay-bullish-despite-price-cut",
    dated: "2025",
  },
  "hyp-bond": {
    title: "BofA/FT/Fortune: hyperscaler bond spreads 0.50 -> 0.78 pp; $121B issued in 2025",
    where: "https://www.mexc.io/news/162866",
    dated: "2025-11",
  },
  "ibm-breach": {
    title: "IBM Cost of a Data Breach 2025 and 2026",
    where: "quoted in public repositories",
    dated: "2026-08",
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
  "infx-blog1": {
    title: "InferenceMAX v1 launch article",
    where:
      "https://github.com/SemiAnalysisAI/InferenceX-app at 77ca49a (packages/app/content/blog/inferencemax-*.mdx)",
    dated: "2025-10",
  },
  "infx-blog2": {
    title: "InferenceX v2: NVIDIA Blackwell vs AMD vs Hopper (unit-economics examples)",
    where:
      "https://github.com/SemiAnalysisAI/InferenceX-app at 77ca49a packages/app/content/blog/inferencex-v2-*.mdx",
    dated: "2026-02",
  },
  "irs-macrs": {
    title: "IRS Publication 946 Table A-1, 5-year half-year convention",
    where: "quoted in seven public repositories",
    dated: "2024",
  },
  "jll-lead": {
    title: "JLL equipment lead time 42 weeks US, 33 weeks world",
    where:
      "https://secondwatt.com/resources/data-center-backup-power-2026-lead-times-diesel-hybrid-pivot",
    dated: "2026",
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
  "lab-econ": {
    title: "WSJ investor documents via AI After Hours: gross margin Anthropic 40%, OpenAI 33%",
    where: "https://aiafterhours.substack.com/p/openai-vs-anthropic-the-121-billion",
    dated: "2026-04",
  },
  "lab-inf": {
    title: "techstory: inference >50% of revenue at OpenAI and Anthropic",
    where: "https://techstory.ai/story/tm_909a30354ec6",
    dated: "2026-04-06",
  },
  lablup: {
    title: "Lablup: From Detection to Recovery, 504 B200 GPUs",
    where: "https://arxiv.org/html/2605.09370",
    dated: "2026-05",
  },
  "latent-h100": {
    title:
      "H100 + InfiniBand cluster cost spreadsheet (Featherless/Latent Space '$2 H100s'), Aug 2024",
    where: "https://docs.google.com/spreadsheets/d/1Ft3RbeZ-w43kYSiLfYc1vxO41mK5lmJpcPC9GOYHAWc",
    dated: "2024-08",
  },
  lbnl24: {
    title:
      "LBNL 2024 US Data Center Energy Usage Report: 0.36 L/kWh direct, 4.52 indirect (data-centre weighted), 4.35 US grid",
    where: "quoted in public notes",
    dated: "2024-12",
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
  "llama31-card": {
    title: "Meta Llama 3.1 MODEL_CARD.md: GPU hours and emissions by size",
    where: "https://github.com/meta-llama/llama-models at a9c89c4 (models/llama3_1/MODEL_CARD.md)",
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
  lockwood: {
    title: "G. K. Lockwood: job reliability table (JMTTI, uptime)",
    where: "https://glennklockwood.com/garden/job-reliability",
    dated: "2025",
  },
  luxoptx: {
    title: "LuxOptX: 100G/400G/800G optics; 100G about $500/module",
    where: "https://luxoptx.com/blogs/news/from-100g-to-400g-800g-...",
    dated: "2026",
  },
  luxoptx800: {
    title:
      "LuxOptX: 800G optical module cost analysis (DR8 $1,100-1,400; 400G $600-800; 64x800G switch $150-250k)",
    where:
      "https://luxoptx.com/blogs/news/800g-optical-module-cost-analysis-tco-optimization-for-ai-data-centers",
    dated: "2026",
  },
  maxtext: {
    title: "MaxText model configs (gemma2-27b, gemma3-27b, llama2-13b, gpt3-175b)",
    where: "https://github.com/AI-Hypercomputer/maxtext at e591f30 src/maxtext/configs/models",
    dated: "2026-08",
  },
  megascale: {
    title: "Jiang et al., MegaScale (NSDI 2024): 55.2% MFU on 12,288 GPUs",
    where: "arXiv:2402.15627 via https://rajatbisht.net/paper_summaries/ and three other reviews",
    dated: "2024-02",
  },
  mercatus: {
    title: "Mercatus: Cloud GPU pricing May 2026 (tiers)",
    where: "https://www.mercatus-ai.com/blog/cloud-gpu-pricing",
    dated: "2026-05",
  },
  "meta-rel": {
    title: "Kokolis et al., Revisiting Reliability in Large-Scale ML Research Clusters (HPCA 2025)",
    where: "https://arxiv.org/html/2410.21680v2",
    dated: "2024-10",
  },
  "meta-rel2": {
    title:
      "Kokolis et al. HPCA 2025: quoted statements (6.50 / 2.34 failures per 1000 node-days, 83% / 85% utilisation, u0, lemon nodes)",
    where: "arXiv:2410.21680 quoted in public notes",
    dated: "2024-10",
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
  "nc-dep": {
    title: "CoreWeave 6-yr and Nebius 4-yr GPU depreciation (S-1, filings)",
    where: "https://bizety.com/2025/09/23/gpu-depreciation-coreweave-vs-nebius",
    dated: "2025-09",
  },
  "nccl-ref": {
    title: "Alaya docs: NCCL-tests reference bus bandwidths (8xH100 460-480, 8xA100 230-250 GB/s)",
    where: "https://docs.alayanew.com/en/docs/tech-blog/2026-05-06-nccl-tests",
    dated: "2026-05",
  },
  "neuron-sdk": {
    title:
      "AWS Neuron SDK documentation: about-neuron/arch/neuron-hardware/{trainium,inferentia2,trainium2,trainium3,trn1-arch,inf2-arch,trn2-arch,trn3-arch}.rst",
    where: "https://github.com/aws-neuron/aws-neuron-sdk at 81ce03a",
    dated: "2026-08-21",
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
  obbba: {
    title:
      "One Big Beautiful Bill Act (July 2025): permanent 100% bonus depreciation after 19 Jan 2025",
    where: "quoted in public repositories",
    dated: "2025-07",
  },
  "palm-mfu": {
    title: "PaLM paper Table 3 MFU comparison (46.2% PaLM, 21.3% GPT-3, 32.5% Gopher)",
    where: "arXiv:2204.02311 as checked in public notes",
    dated: "2022-04",
  },
  "pc2-a100": {
    title: "PC2 Paderborn wiki: A100 40GB NVLink (deviceQuery: L2 41,943,040 bytes)",
    where: "https://upb-pc2.atlassian.net/wiki/spaces/PC2DOK/pages/1900609",
    dated: "2022",
  },
  rack31: {
    title: "fetchlogic: GB200 rack about $3.1M; H100 about $25k",
    where: "https://fetchlogic.net/memory-now-costs-more-than-the-processor-in-ai-chips-...",
    dated: "2026",
  },
  "repo-inf2": {
    title: "inf2.48xlarge $12.98/h quoted in two public repositories (their GPU prices are stale)",
    where: "public GitHub files",
    dated: "2026",
  },
  resid: {
    title: "GPU Lease Rate Index residual guide (n=500+ transactions, site-claimed)",
    where: "https://v2-pseo-ai.pages.dev/residual/h100-depreciation-calculator",
    dated: "2026-01",
  },
  "roce-loss": {
    title: "besthub: RoCEv2 loss > 0.001% collapses throughput; need < 1e-5",
    where: "https://www.besthub.dev/articles/why-rocev2-needs-a-lossless-network-...",
    dated: "2025",
  },
  "rocm-specs": {
    title: "ROCm documentation: AMD GPU specifications (L3 256 MiB, L2 32 MiB)",
    where: "https://rocm.docs.amd.com/en/latest/reference/gpu-specs.html",
    dated: "2026",
  },
  "rubin-rack": {
    title:
      "NVL72 power: 132 kW shelves (Introl); Rubin 190-230 kW Max-Q/Max-P; 8 kW world average (techstories)",
    where: "https://introl.com/blog/why-nvidia-gb300-nvl72-blackwell-ultra-matters",
    dated: "2026",
  },
  "rubin-web": {
    title:
      "Vera Rubin NVL72 preliminary figures (288 GB, 22 TB/s, 3.6 TB/s NVLink 6, 260 TB/s rack, 190-230 kW, about 1,800 W)",
    where: "https://silicontales.com/nvidia-vera-rubin-nvl72/",
    dated: "2026",
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
  "sn40l-hc24": {
    title:
      "SambaNova SN40L, Hot Chips 2024 slides (638 BF16 TFLOPS, 520 MB, 64 GB; 16 sockets 25.6 TB/s HBM)",
    where: "https://www.sgpjbg.com/baogao/465014.html",
    dated: "2024-08",
  },
  "sonnet5-px": {
    title:
      "Anthropic pricing page footnote: $2/$10 is now the standard price of Claude Sonnet 5, scheduled increase will not occur",
    where:
      "https://platform.claude.com/docs/en/about-claude/pricing, quoted verbatim in ten public repositories",
    dated: "2026-08",
  },
  "sora-px": {
    title: "Sora 2 per-second prices copied into public repositories",
    where: "public repository copy",
    dated: "2026",
  },
  "spg-eua": {
    title: "S&P Global: EUA EUR 86.57 (USD 101.42) on 19 Dec 2025",
    where:
      "https://www.spglobal.com/energy/en/news-research/latest-news/energy-transition/121925-eu-carbon-prices-hit-new-highs-...",
    dated: "2025-12",
  },
  spheron: {
    title: "Spheron: H200 vs B200 vs GB200 rental prices 17 Mar 2026",
    where: "https://www.spheron.network/blog/nvidia-h200-vs-b200-vs-gb200",
    dated: "2026-03",
  },
  "switch-surv": {
    title: "Singh et al., Surviving switch failures in cloud datacenters (SIGCOMM CCR 51(2))",
    where: "https://docslib.org/doc/2500416/surviving-switch-failures-in-cloud-datacenters-...",
    dated: "2021-04",
  },
  "toil-garden": {
    title: "Garden: 15 h/week (39%) lost on frustrating tasks",
    where: "https://cioinfluence.com/?p=227757",
    dated: "2022",
  },
  "toil-jb": {
    title: "JetBrains/Harness 2026: about 20% of weekly developer time lost",
    where: "https://byteiota.com/?p=11440",
    dated: "2026",
  },
  "tokencost-hist": {
    title: "AgentOps tokencost model_prices.json (LiteLLM price list), 20 dated commits",
    where:
      "github:AgentOps-AI/tokencost f38877f (2024-01-30) .. 59042a1 (2025-09-01); constants.py bdd42ba (2023-12-07)",
    dated: "2023-12..2025-09",
  },
  "toms-kyber": {
    title: "Tom's Hardware: Rubin Ultra NVL576 Kyber up to 600 kW per rack",
    where:
      "https://tomshardware.com/pc-components/gpus/nvidia-shows-off-rubin-ultra-with-600-000-watt-kyber-racks-and-infrastructure-coming-in-2027",
    dated: "2025-03",
  },
  "toms-mi355": {
    title: "Tom's Hardware: Instinct MI355X will consume 1,400 W",
    where:
      "https://www.tomshardware.com/pc-components/gpus/amds-instinct-mi355x-accelerator-will-consume-1-400-watts",
    dated: "2025-06",
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
  "tt-osaka": {
    title: "Turner & Townsend 2025: Osaka US$14.1/W",
    where: "https://third-news.com/article/4be0c3ea-ba14-11f0-982f-9ca3ba0a67df",
    dated: "2025-11",
  },
  "uptime-pue": {
    title: "Uptime average PUE 1.58 (2023) / 1.56 (2024)",
    where: "https://upsite.com",
    dated: "2024",
  },
  "usage-trn": {
    title: "usage.ai: Trainium vs GPU instances (trn1.32xlarge $21.50/h)",
    where: "https://www.usage.ai/blogs/aws/ai-ml-cost/trainium-vs-gpu-instances/",
    dated: "2026-06-25",
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
  "wse3-web": {
    title:
      "Cerebras WSE-3: Tom's Hardware (44 GB, 125 FP16 PF), AwesomeAgents (about 23 kW, $2-3M), Yobitel (125 PF is sparse FP16)",
    where: "https://awesomeagents.ai/hardware/cerebras-wse-3",
    dated: "2026",
  },
} satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof SOURCES;
