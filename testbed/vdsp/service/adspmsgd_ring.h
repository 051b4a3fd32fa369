/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_ADSPMSGD_RING_H
#define VDSP_ADSPMSGD_RING_H

#include <stdbool.h>
#include <stdint.h>

struct mem;

#define ADSPMSGD_RING_MIN	4096u
#define ADSPMSGD_RING_MAX	(16u << 20)

/**
 * struct adspmsgd_ring - memory of the guest that texts are written to
 */
struct adspmsgd_ring {
	/** @mem: guest memory */
	struct mem *mem;
	/** @stream: SMMU stream of the bank that it lies in */
	uint32_t stream;
	/** @iova: where it starts there */
	uint64_t iova;
	/** @size: bytes of texts; the word behind them is the index of the next one */
	uint32_t size;
	/** @written: bytes written so far */
	uint64_t written;
	/** @told: of them those that the reader has been told of */
	uint64_t told;
	/** @read: of them those that it has read, for all we know */
	uint64_t read;
};

bool adspmsgd_ring_start(struct adspmsgd_ring *ring);
bool adspmsgd_ring_fits(const struct adspmsgd_ring *ring, const char *text);
bool adspmsgd_ring_write(struct adspmsgd_ring *ring, const char *text);

#endif /* VDSP_ADSPMSGD_RING_H */
