/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
/*
 * FastRPC on the wire (docs/protocol.md), as the DSP sees it. Written from the behaviour of
 * Linux 7.3's misc/fastrpc driver; everything is little endian. Nothing here is
 * shared with the driver under test: two readings of the protocol check each other.
 */
#ifndef VDSP_WIRE_H
#define VDSP_WIRE_H

#include <stdint.h>

/* Result of a call, DSP form: 0x80000400 + AEE code. Never in the errno range. */
#define WIRE_RESULT(aee)	((int32_t)(0x80000400u + (aee)))
#define WIRE_ENOMEMORY		WIRE_RESULT(0x02)	/* 0x80000402 */
#define WIRE_EBADSTATE		WIRE_RESULT(0x0d)	/* 0x8000040D */
#define WIRE_EBADPARM		WIRE_RESULT(0x0e)	/* 0x8000040E */
#define WIRE_EUNSUPPORTED	WIRE_RESULT(0x14)	/* 0x80000414 */
#define WIRE_ENOSUCH		WIRE_RESULT(0x27)	/* 0x80000427 */
#define WIRE_EINVHANDLE		WIRE_RESULT(0x2c)	/* 0x8000042C */
#define WIRE_ENOSUCHMOD		WIRE_RESULT(0x3e)	/* 0x8000043E */
/* What firmware answers if a process is created again before the old one is gone. */
#define WIRE_EEXISTS		((int32_t)0x8000054fu)

/* struct wire_invoke - APPS to DSP */
struct wire_invoke {
	int32_t client_id;	/* 0: the kernel itself calls */
	int32_t tid;
	uint64_t ctx;		/* echoed; 3:0 PD type, 4 asynchronous */
	uint32_t handle;
	uint32_t sc;
	uint64_t addr;		/* device address of the payload */
	uint64_t size;		/* of the payload, whole pages */
};

/* struct wire_answer - DSP to APPS */
struct wire_answer {
	uint64_t ctx;
	int32_t result;
	uint32_t pad;
};

/* Not an answer: context and type of a notice that a PD has changed its status. */
#define WIRE_NOTICE_CTX		0xabcdabcdull
#define WIRE_NOTICE_STATUS	4u

/* struct wire_notice - DSP to APPS */
struct wire_notice {
	uint64_t ctx;
	uint32_t type;
	int32_t client_id;
	uint32_t status;	/* enum notice_status */
	uint32_t pad;
};

/* The payload starts with n of each of these, in this order. */
struct wire_remote_buffer {
	uint64_t pv;		/* only bits 11:0 mean something here */
	uint64_t len;
};

struct wire_remote_handle {
	int32_t fd;
	uint32_t offset;
	uint32_t len;
	uint32_t pad;
};

struct wire_list {
	uint32_t num;		/* regions: 0 or 1 */
	uint32_t pgidx;
};

struct wire_page {
	uint64_t addr;		/* device address, page aligned */
	uint64_t size;
};

_Static_assert(sizeof(struct wire_invoke) == 40, "invoke message");
_Static_assert(sizeof(struct wire_answer) == 16, "answer message");
_Static_assert(sizeof(struct wire_notice) == 24, "notice message");
_Static_assert(sizeof(struct wire_remote_buffer) == 16, "remote buffer");
_Static_assert(sizeof(struct wire_remote_handle) == 16, "remote handle");
_Static_assert(sizeof(struct wire_list) == 8, "buffer list");
_Static_assert(sizeof(struct wire_page) == 16, "page");

/* Payload offsets for n arguments; the metadata ends after the poll word. */
#define WIRE_LIST_OFFSET(n)	((n) * 16u)
#define WIRE_PAGE_OFFSET(n)	((n) * 24u)
#define WIRE_FDS_OFFSET(n)	((n) * 40u)
#define WIRE_POLL_OFFSET(n)	((n) * 40u + 384u)
#define WIRE_META_SIZE(n)	((n) * 40u + 388u)
#define WIRE_FDS		16u
#define WIRE_ARGS_MAX		540u
#define WIRE_PAGE_SIZE		4096u

/* The poll word says "done, result 0"; handles up to 20 are never polled. */
#define WIRE_POLL_DONE		0x000decafu
#define WIRE_STATIC_HANDLE_MAX	20u

/* Scalars: attributes 31:29, method 28:24, counts of buffers and handles. */
#define WIRE_SC_ATTRIBUTES(sc)	((sc) >> 29)
#define WIRE_SC_METHOD(sc)	((sc) >> 24 & 0x1f)
#define WIRE_SC_IN(sc)		((sc) >> 16 & 0xff)
#define WIRE_SC_OUT(sc)		((sc) >> 8 & 0xff)
#define WIRE_SC_IN_HANDLES(sc)	((sc) >> 4 & 0xf)
#define WIRE_SC_OUT_HANDLES(sc)	((sc) & 0xf)
#define WIRE_SC_INPUTS_MASK	0x00ff0000u

#define WIRE_CTX_PD_TYPE(ctx)	((unsigned int)((ctx) & 0xf))
#define WIRE_CTX_ASYNC(ctx)	((ctx) & 0x10)

#endif /* VDSP_WIRE_H */
