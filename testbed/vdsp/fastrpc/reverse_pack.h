/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_REVERSE_PACK_H
#define VDSP_REVERSE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct reverse_pack - buffers of a reverse call that are laid behind each other
 */
struct reverse_pack {
	/** @bytes: where they go */
	uint8_t *bytes;
	/** @size: room there */
	size_t size;
	/** @len: bytes needed so far; more than @size if they did not all fit */
	size_t len;
};

/**
 * struct reverse_unpack - a way through packed buffers
 */
struct reverse_unpack {
	/** @bytes: the buffers */
	const uint8_t *bytes;
	/** @len: how many bytes there are */
	size_t len;
	/** @at: where the next one starts */
	size_t at;
};

void reverse_pack_word(struct reverse_pack *pack, uint32_t value);
void reverse_pack_buffer(struct reverse_pack *pack, const void *data, uint32_t len);
bool reverse_unpack_word(struct reverse_unpack *unpack, uint32_t *value);
bool reverse_unpack_buffer(struct reverse_unpack *unpack, const uint8_t **data, uint32_t *len);

bool reverse_pack_is_request(uint32_t sc, const void *in, size_t in_len, uint64_t *out_len);
bool reverse_pack_is_return(uint32_t sc, const void *in, size_t in_len, const void *out,
			    size_t out_len);

#endif /* VDSP_REVERSE_PACK_H */
