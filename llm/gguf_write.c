// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * GGUF files, as far as a model of seeded weights needs them. The form is described in
 * a document of ggml's: a header, keys with values, the tensors' descriptions, and their
 * data, aligned. All numbers are little-endian, like this machine and the guest.
 */
#include "gguf.h"

#include <string.h>

static const struct gguf_shape {
	enum gguf_kind kind;
	unsigned int elements, bytes;		/* of one block */
} gguf_shapes[] = {
	{ GGUF_KIND_F32, 1, 4 },
	{ GGUF_KIND_F16, 1, 2 },
	{ GGUF_KIND_Q4_0, 32, 18 },
	{ GGUF_KIND_Q4_1, 32, 20 },
	{ GGUF_KIND_Q8_0, 32, 34 },
	{ GGUF_KIND_IQ4_NL, 32, 18 },
	{ GGUF_KIND_MXFP4, 32, 17 },
};

/**
 * gguf_block() - How many elements one block of a kind has, and bytes.
 *
 * Return: false for a kind that is not known here.
 */
bool gguf_block(enum gguf_kind kind, unsigned int *elements, unsigned int *bytes)
{
	for (unsigned int i = 0; i < sizeof(gguf_shapes) / sizeof(*gguf_shapes); i++) {
		if (gguf_shapes[i].kind != kind)
			continue;
		*elements = gguf_shapes[i].elements;
		*bytes = gguf_shapes[i].bytes;
		return true;
	}
	return false;
}

/**
 * gguf_bytes() - The size of a tensor's data; 1 where its kind is not known.
 */
uint64_t gguf_bytes(const struct gguf_tensor *t)
{
	unsigned int elements, bytes;
	uint64_t all = 1;

	for (unsigned int i = 0; i < t->dimensions; i++)
		all *= t->count[i];
	return gguf_block(t->kind, &elements, &bytes) ? all / elements * bytes : 1;
}

void gguf_put_u32(FILE *out, uint32_t value)
{
	fwrite(&value, sizeof(value), 1, out);
}

void gguf_put_u64(FILE *out, uint64_t value)
{
	fwrite(&value, sizeof(value), 1, out);
}

void gguf_put_string(FILE *out, const char *text)
{
	gguf_put_u64(out, strlen(text));
	fputs(text, out);
}

void gguf_put_header(FILE *out, uint64_t tensors, uint64_t values)
{
	fputs("GGUF", out);
	gguf_put_u32(out, GGUF_VERSION);
	gguf_put_u64(out, tensors);
	gguf_put_u64(out, values);
}

/**
 * gguf_put_key() - Begin a value; the caller writes it.
 */
void gguf_put_key(FILE *out, const char *key, enum gguf_value kind)
{
	gguf_put_string(out, key);
	gguf_put_u32(out, kind);
}

/**
 * gguf_put_array() - Begin a value of many; the caller writes them.
 */
void gguf_put_array(FILE *out, const char *key, enum gguf_value kind, uint64_t count)
{
	gguf_put_key(out, key, GGUF_ARRAY);
	gguf_put_u32(out, kind);
	gguf_put_u64(out, count);
}

void gguf_put_tensor(FILE *out, const struct gguf_tensor *t)
{
	gguf_put_string(out, t->name);
	gguf_put_u32(out, t->dimensions);
	for (unsigned int i = 0; i < t->dimensions; i++)
		gguf_put_u64(out, t->count[i]);
	gguf_put_u32(out, t->kind);
	gguf_put_u64(out, t->offset);
}

/**
 * gguf_pad() - Zeros up to where the next tensor may begin.
 */
void gguf_pad(FILE *out)
{
	while (ftell(out) % GGUF_ALIGNMENT)
		fputc(0, out);
}
