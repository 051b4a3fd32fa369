/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_REVERSE_H
#define QDA_REVERSE_H

#include <stddef.h>
#include <stdint.h>

/* AEE codes as the CPU's side gives them: without the DSP's offset. */
enum qda_reverse_error {
	QDA_REVERSE_EFAILED = 0x001,
	QDA_REVERSE_ENOMEMORY = 0x002,
	QDA_REVERSE_EBADPARM = 0x00e,
	QDA_REVERSE_EUNSUPPORTED = 0x014,
	QDA_REVERSE_ENOTALLOWED = 0x02b,
	QDA_REVERSE_EINVHANDLE = 0x02c,
	QDA_REVERSE_ENOSUCHMOD = 0x03e,
	QDA_REVERSE_ENOSUCHFILE = 0x045,
	QDA_REVERSE_ENOSUCHMAP = 0x048,
	QDA_REVERSE_EBADSIZE = 0x04d,
	QDA_REVERSE_EBADFD = 0x04f,
	QDA_REVERSE_EFREAD = 0x05c,
	QDA_REVERSE_ETOOMANYFILES = 0x201,	/* AEE_EFILE */
};

/* The number of elements of a table of methods. */
#define QDA_REVERSE_COUNT(methods)	(sizeof(methods) / sizeof((methods)[0]))

/* No method that is served here has more buffers of a kind. */
#define QDA_REVERSE_BUFS	8

/* Bytes of all outputs of a reverse call. */
#define QDA_REVERSE_OUT_MAX	(16u << 20)

/**
 * struct qda_reverse_buf - one buffer of a reverse call
 */
struct qda_reverse_buf {
	/** @bytes: at no particular alignment */
	uint8_t *bytes;
	/** @size: bytes that there really are */
	uint32_t size;
};

/**
 * struct qda_reverse - a call that the DSP makes to the CPU
 */
struct qda_reverse {
	/** @method: number of the method */
	uint32_t method;
	/** @in_count: inputs */
	unsigned int in_count;
	/** @out_count: outputs */
	unsigned int out_count;
	/** @in: inputs; the first one holds all numbers */
	struct qda_reverse_buf in[QDA_REVERSE_BUFS];
	/** @out: outputs; the first one takes all numbers */
	struct qda_reverse_buf out[QDA_REVERSE_BUFS];
};

/**
 * struct qda_reverse_method - a method that is served
 */
struct qda_reverse_method {
	/** @number: its number */
	uint32_t number;
	/** @in_count: inputs that it takes */
	unsigned int in_count;
	/** @out_count: outputs that it has */
	unsigned int out_count;
	/** @in_size: bytes that the first input has at least */
	uint32_t in_size;
	/** @out_size: bytes that the first output has at least */
	uint32_t out_size;
	/** @serve: does it; 0 or an AEE code */
	int32_t (*serve)(void *object, struct qda_reverse *call);
};

int32_t qda_reverse_unpack(struct qda_reverse *call, uint32_t scalars,
			   uint8_t *packed, size_t size);
size_t qda_reverse_out_size(const struct qda_reverse *call);
void qda_reverse_place(struct qda_reverse *call, uint8_t *packed);
const struct qda_reverse_method *
qda_reverse_find(const struct qda_reverse *call,
		 const struct qda_reverse_method *methods, size_t count);
int32_t qda_reverse_run(struct qda_reverse *call,
			const struct qda_reverse_method *method, void *object);

uint32_t qda_reverse_u32(const struct qda_reverse *call, size_t offset);
uint64_t qda_reverse_u64(const struct qda_reverse *call, size_t offset);
const char *qda_reverse_text(const struct qda_reverse *call, unsigned int in,
			     size_t offset);
void qda_reverse_put(struct qda_reverse *call, size_t offset,
		     const void *value, size_t size);

#endif
