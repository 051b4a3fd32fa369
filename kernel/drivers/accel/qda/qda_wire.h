/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_WIRE_H_
#define _QDA_WIRE_H_

#include <linux/build_bug.h>
#include <linux/types.h>

/**
 * DOC: Wire format
 *
 * What CPU and DSP send each other: a 40-byte message asks for a call, its
 * payload lies in memory that both can reach, a 16-byte answer ends the call.
 * All of it is little-endian. Facts are those of FastRPC as Linux 7.3 speaks
 * it with the firmware.
 */

/** struct qda_wire_msg - CPU to DSP: do a call */
struct qda_wire_msg {
	/** @client: client id of the session; 0 if the kernel itself calls */
	__le32 client;
	/** @tid: thread that calls, for the DSP's logs */
	__le32 tid;
	/** @ctx: names the call; the DSP sends it back */
	__le64 ctx;
	/** @handle: remote object */
	__le32 handle;
	/** @sc: scalars word, see DRM_QDA_SCALARS() */
	__le32 sc;
	/** @addr: device address of the payload */
	__le64 addr;
	/** @size: bytes of the payload, whole pages */
	__le64 size;
};

static_assert(sizeof(struct qda_wire_msg) == 40);

/** struct qda_wire_answer - DSP to CPU: a call is over */
struct qda_wire_answer {
	/** @ctx: of the call */
	__le64 ctx;
	/** @result: 0, or an error of the method or the DSP */
	__le32 result;
	/** @pad: of no meaning */
	__le32 pad;
};

static_assert(sizeof(struct qda_wire_answer) == 16);

/** struct qda_wire_notice - DSP to CPU, newer firmware: what a PD has become */
struct qda_wire_notice {
	/** @ctx: %QDA_WIRE_NOTICE_CTX, where an answer has that of its call */
	__le64 ctx;
	/** @type: %QDA_WIRE_NOTICE_PD_STATUS, or one that we do not know */
	__le32 type;
	/** @client: client id of the session */
	__le32 client;
	/** @status: see enum qda_wire_pd_status */
	__le32 status;
	/** @pad: of no meaning, and may be missing */
	__le32 pad;
};

static_assert(sizeof(struct qda_wire_notice) == 24);

#define QDA_WIRE_NOTICE_CTX		0xabcdabcd
#define QDA_WIRE_NOTICE_PD_STATUS	4

/** enum qda_wire_pd_status - what a PD has become */
enum qda_wire_pd_status {
	/** @QDA_WIRE_PD_UP: it has started */
	QDA_WIRE_PD_UP = 0,
	/** @QDA_WIRE_PD_EXITED: it has ended itself */
	QDA_WIRE_PD_EXITED = 1,
	/** @QDA_WIRE_PD_KILLED: the DSP has ended it */
	QDA_WIRE_PD_KILLED = 2,
	/** @QDA_WIRE_PD_FAULTED: its code has faulted */
	QDA_WIRE_PD_FAULTED = 3,
	/** @QDA_WIRE_PD_RESTART: the whole DSP restarts */
	QDA_WIRE_PD_RESTART = 4,
};

/*
 * The DSP reads the PD type from the lowest four bits of the context, and
 * treats the rest as opaque but for bits 7:4, which must be zero. So index
 * and generation have the other 56 bits, and no context can be equal to
 * %QDA_WIRE_NOTICE_CTX.
 */
#define QDA_WIRE_CTX_INDEX_SHIFT	8
#define QDA_WIRE_CTX_INDEX_BITS		16
#define QDA_WIRE_CTX_INDEX_MAX		((1 << QDA_WIRE_CTX_INDEX_BITS) - 1)
#define QDA_WIRE_CTX_GENERATION_SHIFT	\
	(QDA_WIRE_CTX_INDEX_SHIFT + QDA_WIRE_CTX_INDEX_BITS)

/** enum qda_wire_pd_type - type of PD in the context of a call */
enum qda_wire_pd_type {
	/** @QDA_WIRE_PD_ROOT: the guest OS, or none yet */
	QDA_WIRE_PD_ROOT = 0,
	/** @QDA_WIRE_PD_USER: created, or static like the audio PD */
	QDA_WIRE_PD_USER = 1,
	/** @QDA_WIRE_PD_SENSORS: the sensors PD */
	QDA_WIRE_PD_SENSORS = 2,
};

/** struct qda_wire_arg - payload: a buffer argument */
struct qda_wire_arg {
	/** @pv: address in the caller's eyes; its low 12 bits count */
	__le64 pv;
	/** @len: bytes */
	__le64 len;
};

static_assert(sizeof(struct qda_wire_arg) == 16);

/** struct qda_wire_handle - payload: a handle argument, in place of a buffer */
struct qda_wire_handle {
	/** @tag: number by which DSP code asks for the memory */
	__le32 tag;
	/** @offset: of the argument in that memory */
	__le32 offset;
	/** @len: bytes */
	__le32 len;
	/** @pad: zero */
	__le32 pad;
};

static_assert(sizeof(struct qda_wire_handle) == sizeof(struct qda_wire_arg));

/** struct qda_wire_list - payload: which page entries belong to an argument */
struct qda_wire_list {
	/** @num: 1, or 0 for an argument without memory */
	__le32 num;
	/** @page: index of the page entry: that of the argument */
	__le32 page;
};

static_assert(sizeof(struct qda_wire_list) == 8);

/** struct qda_wire_page - payload: memory by device address */
struct qda_wire_page {
	/** @addr: device address of the first page */
	__le64 addr;
	/** @size: bytes, whole pages */
	__le64 size;
};

static_assert(sizeof(struct qda_wire_page) == 16);

#define QDA_WIRE_TAGS			16

/** struct qda_wire_tail - payload: what follows the arguments' entries */
struct qda_wire_tail {
	/** @tags: memory that DSP code says it no longer needs, up to a 0 */
	__le64 tags[QDA_WIRE_TAGS];
	/** @crc: unused */
	__le32 crc[64];
	/** @poll: in poll mode the DSP writes %QDA_WIRE_POLL_DONE here */
	__le32 poll;
} __packed;

static_assert(sizeof(struct qda_wire_tail) == 388);

/* The DSP's page, whatever the CPU's is. */
#define QDA_WIRE_PAGE_SIZE		4096

/* Inline bytes of an argument start on a cache line of the DSP. */
#define QDA_WIRE_ALIGN			128

/*
 * The call is over, its result is 0 and its outputs are there. The answer
 * follows. Objects up to the number below are never polled.
 */
#define QDA_WIRE_POLL_DONE		0xdecaf
#define QDA_WIRE_HANDLE_STATIC_MAX	20

/* Remote objects that every DSP has. */
#define QDA_WIRE_HANDLE_INIT		1
#define QDA_WIRE_HANDLE_UTILITIES	2

/** enum qda_wire_init_method - methods of QDA_WIRE_HANDLE_INIT */
enum qda_wire_init_method {
	/** @QDA_WIRE_INIT_ATTACH: in: client id */
	QDA_WIRE_INIT_ATTACH = 0,
	/** @QDA_WIRE_INIT_RELEASE: in: client id */
	QDA_WIRE_INIT_RELEASE = 1,
	/** @QDA_WIRE_INIT_MMAP: in: qda_wire_mmap, page; out: DSP address */
	QDA_WIRE_INIT_MMAP = 4,
	/** @QDA_WIRE_INIT_MUNMAP: in: qda_wire_munmap */
	QDA_WIRE_INIT_MUNMAP = 5,
	/** @QDA_WIRE_INIT_CREATE: in: qda_wire_create, name, image, page */
	QDA_WIRE_INIT_CREATE = 6,
	/** @QDA_WIRE_INIT_CREATE_ATTR: the same, if attributes are not 0 */
	QDA_WIRE_INIT_CREATE_ATTR = 7,
	/** @QDA_WIRE_INIT_CREATE_STATIC: in: qda_wire_create_static, name, page */
	QDA_WIRE_INIT_CREATE_STATIC = 8,
	/** @QDA_WIRE_INIT_MEM_MAP: in: qda_wire_mem_map, page, none; out: DSP address */
	QDA_WIRE_INIT_MEM_MAP = 10,
	/** @QDA_WIRE_INIT_MEM_UNMAP: in: qda_wire_mem_unmap */
	QDA_WIRE_INIT_MEM_UNMAP = 11,
};

/* Method of QDA_WIRE_HANDLE_UTILITIES. in: u32 count; out: u32[count] */
#define QDA_WIRE_UTILITIES_CAPABILITIES	0
#define QDA_WIRE_CAPABILITIES		255

/* Attribute that tells whether the DSP takes unsigned PDs. */
#define QDA_WIRE_CAPABILITY_UNSIGNED_PD	1

/** struct qda_wire_create - first argument of the create methods */
struct qda_wire_create {
	/** @client: client id of the session */
	__le32 client;
	/** @name_len: bytes of the name with its NUL */
	__le32 name_len;
	/** @image_len: bytes of program and signature, 0 if there is none */
	__le32 image_len;
	/** @pages: number of page entries: 1 */
	__le32 pages;
	/** @attrs: process attributes */
	__le32 attrs;
	/** @sig_len: bytes of the signature, which are the last of the image */
	__le32 sig_len;
};

static_assert(sizeof(struct qda_wire_create) == 24);

/** struct qda_wire_create_static - first argument of create_static */
struct qda_wire_create_static {
	/** @client: client id of the session */
	__le32 client;
	/** @name_len: bytes of the name with its NUL */
	__le32 name_len;
	/** @pages: number of page entries: 1, or 0 if the PD has its memory */
	__le32 pages;
};

static_assert(sizeof(struct qda_wire_create_static) == 12);

/** struct qda_wire_mmap - first argument of mmap */
struct qda_wire_mmap {
	/** @client: client id of the session */
	__le32 client;
	/** @flags: what the memory is for */
	__le32 flags;
	/** @wish: DSP address to map it at, or 0 */
	__le64 wish;
	/** @pages_size: bytes of the page entries that follow */
	__le32 pages_size;
	/** @pad: zero */
	__le32 pad;
};

static_assert(sizeof(struct qda_wire_mmap) == 24);

/** struct qda_wire_munmap - argument of munmap */
struct qda_wire_munmap {
	/** @client: client id of the session */
	__le32 client;
	/** @pad: zero */
	__le32 pad;
	/** @addr: DSP address */
	__le64 addr;
	/** @size: bytes */
	__le64 size;
};

static_assert(sizeof(struct qda_wire_munmap) == 24);

/** struct qda_wire_mem_map - first argument of mem_map */
struct qda_wire_mem_map {
	/** @client: client id of the session */
	__le32 client;
	/** @tag: number by which DSP code asks for the memory */
	__le32 tag;
	/** @offset: a word of the program's for the DSP; the page entry says where it is */
	__le32 offset;
	/** @flags: what the memory is for */
	__le32 flags;
	/** @wish: DSP address to map it at, or 0 */
	__le64 wish;
	/** @pages_size: bytes of the page entries that follow */
	__le32 pages_size;
	/** @data_size: zero */
	__le32 data_size;
};

static_assert(sizeof(struct qda_wire_mem_map) == 32);

/** struct qda_wire_mem_unmap - argument of mem_unmap */
struct qda_wire_mem_unmap {
	/** @client: client id of the session */
	__le32 client;
	/** @tag: as it was mapped */
	__le32 tag;
	/** @addr: DSP address */
	__le64 addr;
	/** @size: bytes */
	__le64 size;
};

static_assert(sizeof(struct qda_wire_mem_unmap) == 24);

#endif /* _QDA_WIRE_H_ */
