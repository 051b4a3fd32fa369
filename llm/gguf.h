/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef LLM_GGUF_H
#define LLM_GGUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define GGUF_VERSION 3
#define GGUF_ALIGNMENT 32
#define GGUF_NAME_MAX 64

/* Kinds of values of a file's description, by their numbers in the file. */
enum gguf_value {
	GGUF_U8, GGUF_I8, GGUF_U16, GGUF_I16, GGUF_U32, GGUF_I32, GGUF_F32, GGUF_BOOL,
	GGUF_STRING, GGUF_ARRAY, GGUF_U64, GGUF_I64, GGUF_F64, GGUF_VALUES,
};

/* Kinds of numbers in a tensor, by their numbers in the file: those that are written here. */
enum gguf_kind {
	GGUF_KIND_F32 = 0,
	GGUF_KIND_F16 = 1,
	GGUF_KIND_Q4_0 = 2,
	GGUF_KIND_Q4_1 = 3,
	GGUF_KIND_Q8_0 = 8,
	GGUF_KIND_IQ4_NL = 20,
	GGUF_KIND_MXFP4 = 39,
};

/**
 * struct gguf_tensor - what a file says of one tensor
 */
struct gguf_tensor {
	char name[GGUF_NAME_MAX];
	enum gguf_kind kind;
	unsigned int dimensions;
	uint64_t count[4];		/* of elements, the densest first */
	uint64_t offset;		/* from the beginning of all tensors' data */
};

void gguf_put_u32(FILE *out, uint32_t value);
void gguf_put_u64(FILE *out, uint64_t value);
void gguf_put_string(FILE *out, const char *text);
void gguf_put_header(FILE *out, uint64_t tensors, uint64_t values);
void gguf_put_key(FILE *out, const char *key, enum gguf_value kind);
void gguf_put_array(FILE *out, const char *key, enum gguf_value kind, uint64_t count);
void gguf_put_tensor(FILE *out, const struct gguf_tensor *t);
void gguf_pad(FILE *out);

bool gguf_block(enum gguf_kind kind, unsigned int *elements, unsigned int *bytes);
uint64_t gguf_bytes(const struct gguf_tensor *t);

int gguf_check(const char *path, uint64_t limit, char *why, size_t room);

#endif
