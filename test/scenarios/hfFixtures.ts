/** Hand-written `config.json` texts as mappings, by the catalogue's name of the same model. */

const llama = {
  ...{ model_type: "llama", hidden_act: "silu", tie_word_embeddings: false },
  ...{ hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32 },
  ...{ num_key_value_heads: 8, intermediate_size: 14336, vocab_size: 128256 },
  max_position_embeddings: 131072,
};

const qwen35Types = Array.from({ length: 60 }, (_, i) =>
  i % 4 === 3 ? "full_attention" : "linear_attention",
);
const gptOssTypes = Array.from({ length: 24 }, (_, i) =>
  i % 2 === 0 ? "sliding_attention" : "full_attention",
);

export const HF_FIXTURES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "llama-3.1-8b": llama,
  "mistral-7b": {
    ...{ ...llama, model_type: "mistral", vocab_size: 32000, sliding_window: null },
    max_position_embeddings: 32768,
  },
  "mixtral-8x7b": {
    ...{ ...llama, model_type: "mixtral", vocab_size: 32000, sliding_window: null },
    ...{ max_position_embeddings: 32768, num_local_experts: 8, num_experts_per_tok: 2 },
  },
  "qwen2.5-7b": {
    ...{ model_type: "qwen2", hidden_size: 3584, intermediate_size: 18944, vocab_size: 152064 },
    ...{ num_hidden_layers: 28, num_attention_heads: 28, num_key_value_heads: 4 },
    ...{ max_position_embeddings: 32768, max_window_layers: 28, sliding_window: 131072 },
    ...{ use_sliding_window: false, tie_word_embeddings: false },
  },
  "qwen3-8b": {
    ...{ model_type: "qwen3", hidden_size: 4096, intermediate_size: 12288, head_dim: 128 },
    ...{ num_hidden_layers: 36, num_attention_heads: 32, num_key_value_heads: 8 },
    ...{ max_position_embeddings: 40960, sliding_window: null, vocab_size: 151936 },
    tie_word_embeddings: false,
  },
  "qwen3-30b-a3b": {
    ...{ model_type: "qwen3_moe", hidden_size: 2048, intermediate_size: 6144, head_dim: 128 },
    ...{ num_hidden_layers: 48, num_attention_heads: 32, num_key_value_heads: 4 },
    ...{ moe_intermediate_size: 768, num_experts: 128, num_experts_per_tok: 8 },
    ...{ decoder_sparse_step: 1, mlp_only_layers: [], max_position_embeddings: 40960 },
    ...{ vocab_size: 151936, tie_word_embeddings: false },
  },
  "qwen3.5-397b-a17b": {
    model_type: "qwen3_5_moe",
    tie_word_embeddings: false,
    vision_config: { hidden_size: 1152, depth: 27 },
    text_config: {
      ...{ model_type: "qwen3_5_moe_text", hidden_size: 4096, head_dim: 256, vocab_size: 248320 },
      ...{ num_hidden_layers: 60, num_attention_heads: 32, num_key_value_heads: 2 },
      ...{ moe_intermediate_size: 1024, num_experts: 512, num_experts_per_tok: 10 },
      ...{ shared_expert_intermediate_size: 1024, max_position_embeddings: 262144 },
      ...{ attn_output_gate: true, layer_types: qwen35Types, linear_conv_kernel_dim: 4 },
      ...{ linear_key_head_dim: 128, linear_num_key_heads: 16, linear_num_value_heads: 64 },
      linear_value_head_dim: 128,
    },
  },
  "deepseek-v3": {
    ...{ model_type: "deepseek_v3", hidden_size: 7168, intermediate_size: 18432 },
    ...{ num_hidden_layers: 61, num_attention_heads: 128, num_key_value_heads: 128 },
    ...{ kv_lora_rank: 512, q_lora_rank: 1536, qk_nope_head_dim: 128, qk_rope_head_dim: 64 },
    ...{ v_head_dim: 128, n_routed_experts: 256, n_shared_experts: 1, num_experts_per_tok: 8 },
    ...{ moe_intermediate_size: 2048, moe_layer_freq: 1, first_k_dense_replace: 3 },
    ...{ max_position_embeddings: 163840, vocab_size: 129280, tie_word_embeddings: false },
  },
  "deepseek-v2-lite": {
    ...{ model_type: "deepseek_v2", hidden_size: 2048, intermediate_size: 10944 },
    ...{ num_hidden_layers: 27, num_attention_heads: 16, num_key_value_heads: 16 },
    ...{ kv_lora_rank: 512, q_lora_rank: null, qk_nope_head_dim: 128, qk_rope_head_dim: 64 },
    ...{ v_head_dim: 128, n_routed_experts: 64, n_shared_experts: 2, num_experts_per_tok: 6 },
    ...{ moe_intermediate_size: 1408, moe_layer_freq: 1, first_k_dense_replace: 1 },
    ...{ max_position_embeddings: 163840, vocab_size: 102400, tie_word_embeddings: false },
  },
  "deepseek-v4-flash": {
    ...{ model_type: "deepseek_v4", hidden_size: 4096, num_hidden_layers: 43, head_dim: 512 },
    ...{ num_attention_heads: 64, num_key_value_heads: 1, q_lora_rank: 1024, o_lora_rank: 1024 },
    ...{ o_groups: 8, qk_rope_head_dim: 64, index_head_dim: 128, index_n_heads: 64 },
    ...{ index_topk: 512, moe_intermediate_size: 2048, n_routed_experts: 256 },
    ...{ n_shared_experts: 1, num_experts_per_tok: 6, sliding_window: 128, vocab_size: 129280 },
    ...{ max_position_embeddings: 1048576, tie_word_embeddings: false },
    compress_ratios: [0, 0, ...Array.from({ length: 41 }, (_, i) => (i % 2 === 0 ? 4 : 128)), 0],
  },
  "gpt-oss-20b": {
    ...{ model_type: "gpt_oss", hidden_size: 2880, intermediate_size: 2880, head_dim: 64 },
    ...{ num_hidden_layers: 24, num_attention_heads: 64, num_key_value_heads: 8 },
    ...{ num_local_experts: 32, num_experts_per_tok: 4, sliding_window: 128 },
    ...{ layer_types: gptOssTypes, max_position_embeddings: 131072, vocab_size: 201088 },
    tie_word_embeddings: false,
  },
  "gemma-2-27b": {
    ...{ model_type: "gemma2", hidden_size: 4608, intermediate_size: 36864, head_dim: 128 },
    ...{ num_hidden_layers: 46, num_attention_heads: 32, num_key_value_heads: 16 },
    ...{ sliding_window: 4096, max_position_embeddings: 8192, vocab_size: 256000 },
  },
  "gemma-3-27b": {
    model_type: "gemma3",
    vision_config: { hidden_size: 1152, num_hidden_layers: 27 },
    text_config: {
      ...{ model_type: "gemma3_text", hidden_size: 5376, intermediate_size: 21504 },
      ...{ head_dim: 128, num_hidden_layers: 62, num_attention_heads: 32 },
      ...{ num_key_value_heads: 16, sliding_window: 1024, vocab_size: 262144 },
    },
  },
  "phi-4-14b": {
    ...{ model_type: "phi3", hidden_size: 5120, intermediate_size: 17920, vocab_size: 100352 },
    ...{ num_hidden_layers: 40, num_attention_heads: 40, num_key_value_heads: 10 },
    ...{ max_position_embeddings: 16384, sliding_window: null, tie_word_embeddings: false },
  },
  "llama-4-scout": {
    model_type: "llama4",
    text_config: {
      ...{ model_type: "llama4_text", hidden_size: 5120, intermediate_size: 8192 },
      ...{ intermediate_size_mlp: 16384, num_hidden_layers: 48, num_attention_heads: 40 },
      ...{ num_key_value_heads: 8, head_dim: 128, num_local_experts: 16 },
      ...{ num_experts_per_tok: 1, interleave_moe_layer_step: 1, attention_chunk_size: 8192 },
      ...{ max_position_embeddings: 10485760, vocab_size: 202048, tie_word_embeddings: false },
    },
  },
  "glm-4.5": {
    ...{ model_type: "glm4_moe", hidden_size: 5120, intermediate_size: 12288, head_dim: 128 },
    ...{ num_hidden_layers: 92, num_attention_heads: 96, num_key_value_heads: 8 },
    ...{ n_routed_experts: 160, n_shared_experts: 1, num_experts_per_tok: 8 },
    ...{ moe_intermediate_size: 1536, first_k_dense_replace: 3, vocab_size: 151552 },
    ...{ max_position_embeddings: 131072, tie_word_embeddings: false },
  },
  "nemotron-3-nano-30b-a3b": {
    ...{ model_type: "nemotron_h", hidden_size: 2688, num_hidden_layers: 52, head_dim: 128 },
    hybrid_override_pattern: `${"ME".repeat(23)}${"*".repeat(6)}`,
    ...{ num_attention_heads: 32, num_key_value_heads: 2, n_routed_experts: 128 },
    ...{ num_experts_per_tok: 6, n_shared_experts: 1, moe_intermediate_size: 1856 },
    ...{ moe_shared_expert_intermediate_size: 3712, mamba_num_heads: 64, mamba_head_dim: 64 },
    ...{ ssm_state_size: 128, n_groups: 8, conv_kernel: 4, vocab_size: 131072 },
    ...{ max_position_embeddings: 262144, tie_word_embeddings: false },
  },
  "jamba-1.5-large": {
    ...{ model_type: "jamba", hidden_size: 8192, intermediate_size: 24576, vocab_size: 65536 },
    ...{ num_hidden_layers: 72, num_attention_heads: 64, num_key_value_heads: 8 },
    ...{ attn_layer_period: 8, attn_layer_offset: 4, expert_layer_period: 2 },
    ...{ expert_layer_offset: 1, num_experts: 16, num_experts_per_tok: 2, mamba_expand: 2 },
    ...{ mamba_d_state: 16, mamba_d_conv: 4, mamba_dt_rank: 512 },
    ...{ max_position_embeddings: 262144, tie_word_embeddings: false },
  },
  "mamba-2.8b": {
    ...{ model_type: "mamba", hidden_size: 2560, num_hidden_layers: 64, expand: 2 },
    ...{ state_size: 16, conv_kernel: 4, time_step_rank: 160, vocab_size: 50280 },
  },
  "bge-large-en": {
    ...{ model_type: "bert", hidden_size: 1024, intermediate_size: 4096, vocab_size: 30522 },
    ...{ num_hidden_layers: 24, num_attention_heads: 16, max_position_embeddings: 512 },
  },
  "whisper-large-v3": {
    ...{ model_type: "whisper", d_model: 1280, encoder_layers: 32, decoder_layers: 32 },
    ...{ encoder_attention_heads: 20, decoder_attention_heads: 20, decoder_ffn_dim: 5120 },
    ...{ max_source_positions: 1500, max_target_positions: 448, vocab_size: 51866 },
  },
};
