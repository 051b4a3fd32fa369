// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Writes a small model of llama's architecture whose weights a seed decides, and looks at
 * models that others have made. It was trained on nothing: what it says is noise, but the
 * same noise wherever the arithmetic is right. Its matrices are of every kind that
 * llama.cpp's Hexagon backend computes with.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gguf.h"

#define MODEL_EMBEDDING 256
#define MODEL_HEADS 4
#define MODEL_HEADS_KV 2
#define MODEL_FEED_FORWARD 512
#define MODEL_LAYERS 2
#define MODEL_CONTEXT 256
#define MODEL_SYLLABLES 253
#define MODEL_VOCABULARY (3 + 256 + MODEL_SYLLABLES)
#define MODEL_TENSORS_MAX 32

struct model;

/* A tensor of the model: what its elements are like. */
struct model_tensor {
	struct gguf_tensor t;
	double deviation, mean;
	void (*put)(struct model *m, const struct model_tensor *t, FILE *out);
};

struct model {
	struct model_tensor tensor[MODEL_TENSORS_MAX];
	unsigned int tensors;
	uint64_t size;			/* of the data */
	uint64_t state;
	double embedding[MODEL_VOCABULARY][MODEL_EMBEDDING];
};

static uint64_t model_random(struct model *m)
{
	uint64_t x = m->state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* From -1 to 1. */
static double model_unit(struct model *m)
{
	return (double)(model_random(m) >> 11) * 0x1p-52 - 1;
}

/* ------------------------------------------------------------------ shape -- */

static void model_put_blocks(struct model *m, const struct model_tensor *t, FILE *out);
static void model_put_embedding(struct model *m, const struct model_tensor *t, FILE *out);
static void model_put_output(struct model *m, const struct model_tensor *t, FILE *out);

static struct model_tensor *model_add(struct model *m, int layer, const char *name,
				      enum gguf_kind kind, uint64_t columns, uint64_t rows,
				      double gain)
{
	struct model_tensor *tensor = &m->tensor[m->tensors++];
	struct gguf_tensor *t = &tensor->t;

	if (layer < 0)
		snprintf(t->name, sizeof(t->name), "%s.weight", name);
	else
		snprintf(t->name, sizeof(t->name), "blk.%d.%s.weight", layer, name);
	t->kind = kind;
	t->dimensions = rows ? 2 : 1;
	t->count[0] = columns;
	t->count[1] = rows;
	t->offset = m->size;
	m->size += gguf_bytes(t);
	m->size += -m->size & (GGUF_ALIGNMENT - 1);
	tensor->deviation = rows ? gain / sqrt((double)columns) : 0.1;
	tensor->mean = rows ? 0 : 1;
	tensor->put = model_put_blocks;
	return tensor;
}

static void model_shape(struct model *m)
{
	const uint64_t width = MODEL_EMBEDDING, inner = MODEL_FEED_FORWARD;
	const uint64_t keys = width / MODEL_HEADS * MODEL_HEADS_KV;

	model_add(m, -1, "token_embd", GGUF_KIND_F16, width, MODEL_VOCABULARY, 16)->put =
		model_put_embedding;
	for (int i = 0; i < MODEL_LAYERS; i++) {
		model_add(m, i, "attn_norm", GGUF_KIND_F32, width, 0, 1);
		model_add(m, i, "attn_q", GGUF_KIND_Q4_0, width, width, 1);
		model_add(m, i, "attn_k", GGUF_KIND_Q8_0, width, keys, 1);
		model_add(m, i, "attn_v", GGUF_KIND_F16, width, keys, 1);
		model_add(m, i, "attn_output", GGUF_KIND_Q4_1, width, width, 0.3);
		model_add(m, i, "ffn_norm", GGUF_KIND_F32, width, 0, 1);
		model_add(m, i, "ffn_gate", GGUF_KIND_IQ4_NL, width, inner, 1);
		model_add(m, i, "ffn_up", GGUF_KIND_MXFP4, width, inner, 1);
		model_add(m, i, "ffn_down", i & 1 ? GGUF_KIND_Q4_0 : GGUF_KIND_Q8_0, inner, width,
			  0.7);
	}
	model_add(m, -1, "output_norm", GGUF_KIND_F32, width, 0, 1);
	model_add(m, -1, "output", GGUF_KIND_Q8_0, width, MODEL_VOCABULARY, 4)->put =
		model_put_output;
}

/* ---------------------------------------------------------------- numbers -- */

/* A normal number as a half float, cut off. */
static uint16_t model_half(double value)
{
	int exponent;
	double part = frexp(fabs(value), &exponent);	/* 0.5 to 1 */

	if (part == 0 || exponent < -13)
		return 0;
	return (value < 0) << 15 | (exponent + 14) << 10 | ((int)(part * 2048) & 1023);
}

static void model_put_half(FILE *out, double value)
{
	uint16_t half = model_half(value);

	fwrite(&half, sizeof(half), 1, out);
}

/* 16 bytes with two numbers of four bits in each; 0 is left out where it has no partner. */
static void model_put_nibbles(struct model *m, FILE *out, bool even)
{
	for (unsigned int i = 0; i < 16; i++) {
		uint64_t bits = model_random(m);
		unsigned int low = even ? bits % 15 + 1 : bits & 15;
		unsigned int high = even ? (bits >> 32) % 15 + 1 : (bits >> 32) & 15;

		fputc((int)(low | high << 4), out);
	}
}

/*
 * One block. Its scale makes the deviation of its elements, which are evenly distributed
 * over the numbers of their kind: those have deviations of their own.
 */
static void model_put_block(struct model *m, const struct model_tensor *t, FILE *out)
{
	double scale = t->deviation * (1 + model_unit(m) / 4);
	float plain;

	switch (t->t.kind) {
	case GGUF_KIND_F32:
		plain = (float)(t->mean + t->deviation * model_unit(m));
		fwrite(&plain, sizeof(plain), 1, out);
		break;
	case GGUF_KIND_F16:
		model_put_half(out, sqrt(3) * t->deviation * model_unit(m));
		break;
	case GGUF_KIND_Q4_0:
		model_put_half(out, scale / 4.32);
		model_put_nibbles(m, out, true);
		break;
	case GGUF_KIND_Q4_1:
		model_put_half(out, scale / 4.61);
		model_put_half(out, -7.5 * scale / 4.61);
		model_put_nibbles(m, out, false);
		break;
	case GGUF_KIND_Q8_0:
		model_put_half(out, scale / 73.3);
		for (unsigned int i = 0; i < 32; i++)
			fputc((int)(model_random(m) % 255) - 127, out);
		break;
	case GGUF_KIND_IQ4_NL:
		model_put_half(out, scale / 67);
		model_put_nibbles(m, out, false);
		break;
	case GGUF_KIND_MXFP4:	/* the scale is a power of two */
		fputc(127 + (int)lround(log2(scale / 2.9)), out);
		model_put_nibbles(m, out, false);
		break;
	}
}

static void model_put_blocks(struct model *m, const struct model_tensor *t, FILE *out)
{
	unsigned int elements, bytes;

	gguf_block(t->t.kind, &elements, &bytes);
	for (uint64_t left = gguf_bytes(&t->t) / bytes; left; left--)
		model_put_block(m, t, out);
}

static void model_put_embedding(struct model *m, const struct model_tensor *t, FILE *out)
{
	for (unsigned int i = 0; i < MODEL_VOCABULARY; i++)
		for (unsigned int j = 0; j < MODEL_EMBEDDING; j++) {
			m->embedding[i][j] = sqrt(3) * t->deviation * model_unit(m);
			model_put_half(out, m->embedding[i][j]);
		}
}

static void model_put_q8(FILE *out, const double *element)
{
	double most = 0;

	for (unsigned int i = 0; i < 32; i++)
		most = fmax(most, fabs(element[i]));
	model_put_half(out, most / 127);
	for (unsigned int i = 0; i < 32; i++)
		fputc((int)lround(element[i] / most * 127), out);
}

/* What follows token @i, if nothing speaks against it: a syllable. */
static unsigned int model_next(unsigned int i)
{
	return 3 + 256 + (i * 89 + 7) % MODEL_SYLLABLES;
}

/*
 * Noise alone would leave the best two tokens so close that the last bits decide between
 * them, so a row also has what the tokens have in common that it is to follow: about five
 * deviations of the other logits. The layers can still say otherwise.
 */
static void model_put_output(struct model *m, const struct model_tensor *t, FILE *out)
{
	double row[MODEL_EMBEDDING];

	for (unsigned int i = 0; i < MODEL_VOCABULARY; i++) {
		for (unsigned int j = 0; j < MODEL_EMBEDDING; j++)
			row[j] = sqrt(3) * t->deviation * model_unit(m);
		for (unsigned int k = 0; k < MODEL_VOCABULARY; k++)
			for (unsigned int j = 0; model_next(k) == i && j < MODEL_EMBEDDING; j++)
				row[j] += 0.1 * m->embedding[k][j];
		for (unsigned int j = 0; j < MODEL_EMBEDDING; j += 32)
			model_put_q8(out, row + j);
	}
}

/* ------------------------------------------------------------- vocabulary -- */

/* Token @i: three marks, the bytes, and syllables, of which every third begins a word. */
static void model_token(unsigned int i, char *text, size_t room)
{
	static const char *const marks[] = { "<unk>", "<s>", "</s>" };
	static const char consonants[] = "bdfghjklmnprstvwz";
	static const char vowels[] = "aeiou";
	unsigned int syllable = i - 3 - 256;

	if (i < 3)
		snprintf(text, room, "%s", marks[i]);
	else if (i < 3 + 256)
		snprintf(text, room, "<0x%02X>", i - 3);
	else
		snprintf(text, room, "%s%c%c", syllable / 85 == 0 ? "\xe2\x96\x81" : "",
			 consonants[syllable % 17], vowels[syllable / 17 % 5]);
	if (i >= 3 + 256 && syllable / 85 > 1)		/* with a consonant behind it */
		snprintf(text + strlen(text), room - strlen(text), "%c",
			 syllable / 85 == 2 ? 'n' : 's');
}

static void model_put_vocabulary(FILE *out)
{
	char text[16];

	gguf_put_key(out, "tokenizer.ggml.model", GGUF_STRING);
	gguf_put_string(out, "llama");
	gguf_put_array(out, "tokenizer.ggml.tokens", GGUF_STRING, MODEL_VOCABULARY);
	for (unsigned int i = 0; i < MODEL_VOCABULARY; i++) {
		model_token(i, text, sizeof(text));
		gguf_put_string(out, text);
	}
	gguf_put_array(out, "tokenizer.ggml.scores", GGUF_F32, MODEL_VOCABULARY);
	for (unsigned int i = 0; i < MODEL_VOCABULARY; i++) {
		float score = i < 3 + 256 ? 0 : -(float)i;

		fwrite(&score, sizeof(score), 1, out);
	}
	gguf_put_array(out, "tokenizer.ggml.token_type", GGUF_I32, MODEL_VOCABULARY);
	for (unsigned int i = 0; i < MODEL_VOCABULARY; i++)	/* unknown, control, byte, normal */
		gguf_put_u32(out, i == 0 ? 2 : i < 3 ? 3 : i < 3 + 256 ? 6 : 1);
}

/* ------------------------------------------------------------------- file -- */

static const struct model_number {
	const char *key;
	uint32_t value;
} model_numbers[] = {
	{ "llama.context_length", MODEL_CONTEXT },
	{ "llama.embedding_length", MODEL_EMBEDDING },
	{ "llama.block_count", MODEL_LAYERS },
	{ "llama.feed_forward_length", MODEL_FEED_FORWARD },
	{ "llama.attention.head_count", MODEL_HEADS },
	{ "llama.attention.head_count_kv", MODEL_HEADS_KV },
	{ "llama.rope.dimension_count", MODEL_EMBEDDING / MODEL_HEADS },
	{ "llama.vocab_size", MODEL_VOCABULARY },
	{ "general.file_type", 2 },	/* mostly Q4_0, as llama.cpp counts */
	{ "tokenizer.ggml.unknown_token_id", 0 },
	{ "tokenizer.ggml.bos_token_id", 1 },
	{ "tokenizer.ggml.eos_token_id", 2 },
};

#define MODEL_NUMBERS (sizeof(model_numbers) / sizeof(*model_numbers))

static void model_put_values(FILE *out)
{
	float epsilon = 1e-5f;

	gguf_put_key(out, "general.architecture", GGUF_STRING);
	gguf_put_string(out, "llama");
	gguf_put_key(out, "general.name", GGUF_STRING);
	gguf_put_string(out, "noise of a seed");
	for (unsigned int i = 0; i < MODEL_NUMBERS; i++) {
		gguf_put_key(out, model_numbers[i].key, GGUF_U32);
		gguf_put_u32(out, model_numbers[i].value);
	}
	gguf_put_key(out, "llama.attention.layer_norm_rms_epsilon", GGUF_F32);
	fwrite(&epsilon, sizeof(epsilon), 1, out);
	model_put_vocabulary(out);
}

static int model_write(const char *path, uint64_t seed)
{
	static struct model m;
	FILE *out = fopen(path, "wb");

	if (!out) {
		fprintf(stderr, "model: %s: %s\n", path, strerror(errno));
		return 1;
	}
	m.state = seed;
	model_shape(&m);
	gguf_put_header(out, m.tensors, 2 + MODEL_NUMBERS + 1 + 4);
	model_put_values(out);
	for (unsigned int i = 0; i < m.tensors; i++)
		gguf_put_tensor(out, &m.tensor[i].t);
	for (unsigned int i = 0; i < m.tensors; i++) {
		gguf_pad(out);
		m.tensor[i].put(&m, &m.tensor[i], out);
	}
	if (fclose(out)) {
		fprintf(stderr, "model: %s: %s\n", path, strerror(errno));
		return 1;
	}
	return 0;
}

static int model_look(const char *path, const char *mib)
{
	char why[256];

	if (!gguf_check(path, strtoull(mib, NULL, 10) << 20, why, sizeof(why)))
		return 0;
	fprintf(stderr, "%s: %s\n", path, why);
	return 1;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "write"))
		return model_write(argv[2], strtoull(argv[3], NULL, 0));
	if (argc == 4 && !strcmp(argv[1], "check"))
		return model_look(argv[2], argv[3]);
	fprintf(stderr, "usage: model write FILE SEED\n"
			"       model check FILE MIB    whether it is a model, of MIB at most\n");
	return 2;
}
