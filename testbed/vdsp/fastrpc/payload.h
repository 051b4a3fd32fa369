/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PAYLOAD_H
#define VDSP_PAYLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "fastrpc/wire.h"

struct mem;

/**
 * struct payload_source - which bank of which memory a payload lies in
 */
struct payload_source {
	/** @mem: guest memory behind the SMMU */
	struct mem *mem;
	/** @stream: SMMU stream of the context bank */
	uint32_t stream;
	/** @sid: stream id as it stands in device addresses of this bank */
	uint32_t sid;
	/** @sid_shift: bit position of the stream id in a device address */
	unsigned int sid_shift;
};

/**
 * struct payload_arg - one argument of a call; its bytes lie at @iova
 */
struct payload_arg {
	/** @iova: address in the bank of the call; 0 without bytes */
	uint64_t iova;
	/** @len: bytes */
	uint64_t len;
	/** @fd: tag of a handle argument, -1 for buffers */
	int32_t fd;
	/** @offset: of a handle argument: where @iova lies in the memory of @fd */
	uint32_t offset;
};

/**
 * struct payload - the decoded arguments of one call
 *
 * A private copy: what the guest writes into the descriptor later has no effect.
 */
struct payload {
	/** @source: the bank of the call */
	struct payload_source source;
	/** @iova: start of the metadata */
	uint64_t iova;
	/** @sc: scalars word; says how many arguments there are of each kind */
	uint32_t sc;
	/** @count: number of all arguments */
	unsigned int count;
	/** @args: in-buffers, out-buffers, in-handles, out-handles */
	struct payload_arg args[];
};

int32_t payload_decode(const struct payload_source *source, const struct wire_invoke *msg,
		       struct payload **result);
unsigned int payload_count(uint32_t sc);
int32_t payload_iova(const struct payload_source *source, uint64_t addr, uint64_t size,
		     uint64_t *iova);
int32_t payload_read(const struct payload *p, unsigned int arg, uint64_t offset,
		     void *buf, size_t len);
int32_t payload_write(const struct payload *p, unsigned int arg, uint64_t offset,
		      const void *buf, size_t len);
int32_t payload_fetch(const struct payload *p, unsigned int arg, void *buf, size_t size);
int32_t payload_store(const struct payload *p, unsigned int arg, const void *buf,
		      size_t size);

/* Index of output buffer @i; outputs follow the inputs. */
static inline unsigned int payload_out(const struct payload *p, unsigned int i)
{
	return WIRE_SC_IN(p->sc) + i;
}

/* Index of input handle @i; handles follow the buffers. */
static inline unsigned int payload_in_handle(const struct payload *p, unsigned int i)
{
	return WIRE_SC_IN(p->sc) + WIRE_SC_OUT(p->sc) + i;
}

#endif /* VDSP_PAYLOAD_H */
