/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef REMOTE_H
#define REMOTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Remote calls as the DSP's side sees them: how the arguments of a call lie, and
 * calls to the program on the other side. docs/protocol.md says more.
 */

#ifndef __QAIC_REMOTE
#define __QAIC_REMOTE(name) name
#endif
#ifndef __QAIC_REMOTE_EXPORT
#define __QAIC_REMOTE_EXPORT
#endif
#ifndef __QAIC_REMOTE_ATTRIBUTE
#define __QAIC_REMOTE_ATTRIBUTE
#endif

/* The word that says which method is called, and how many arguments of each kind follow. */
#define REMOTE_SCALARS_METHOD_ATTR(sc) ((sc) >> 29 & 0x7)
#define REMOTE_SCALARS_METHOD(sc) ((sc) >> 24 & 0x1f)
#define REMOTE_SCALARS_INBUFS(sc) ((sc) >> 16 & 0xff)
#define REMOTE_SCALARS_OUTBUFS(sc) ((sc) >> 8 & 0xff)
#define REMOTE_SCALARS_INHANDLES(sc) ((sc) >> 4 & 0xf)
#define REMOTE_SCALARS_OUTHANDLES(sc) ((sc) & 0xf)

#define REMOTE_SCALARS_MAKEX(attr, method, in, out, in_handles, out_handles)	\
	(((uint32_t)(attr) & 0x7) << 29 | ((uint32_t)(method) & 0x1f) << 24 |	\
	 ((uint32_t)(in) & 0xff) << 16 | ((uint32_t)(out) & 0xff) << 8 |	\
	 ((uint32_t)(in_handles) & 0xf) << 4 | ((uint32_t)(out_handles) & 0xf))
#define REMOTE_SCALARS_MAKE(method, in, out)					\
	REMOTE_SCALARS_MAKEX(0, method, in, out, 0, 0)
#define REMOTE_SCALARS_LENGTH(sc)						\
	(REMOTE_SCALARS_INBUFS(sc) + REMOTE_SCALARS_OUTBUFS(sc) +		\
	 REMOTE_SCALARS_INHANDLES(sc) + REMOTE_SCALARS_OUTHANDLES(sc))

typedef uint32_t remote_handle;
typedef uint64_t remote_handle64;

typedef struct {
	void *pv;
	size_t nLen;
} remote_buf;

/* Memory that is passed by name: the number that the program has for it. */
typedef struct {
	int32_t fd;
	uint32_t offset;
} remote_dma_handle;

typedef union {
	remote_buf buf;
	remote_handle h;
	remote_handle64 h64;
	remote_dma_handle dma;
} remote_arg;

/* How the program wants to hear of the end of a call that it does not wait for. */
enum fastrpc_async_notify_type {
	FASTRPC_ASYNC_NO_SYNC,
	FASTRPC_ASYNC_CALLBACK,
	FASTRPC_ASYNC_POLL,
	FASTRPC_ASYNC_TYPE_MAX,
};

typedef uint64_t fastrpc_async_jobid;

typedef struct fastrpc_async_callback {
	void (*fn)(fastrpc_async_jobid jobid, void *context, int result);
	void *context;
} fastrpc_async_callback_t;

typedef struct fastrpc_async_descriptor {
	enum fastrpc_async_notify_type type;
	fastrpc_async_jobid jobid;
	fastrpc_async_callback_t cb;
} fastrpc_async_descriptor_t;

#ifdef __cplusplus
extern "C" {
#endif

/* Calls to modules of the program whose process this is. 0 or an error of AEEStdErr.h. */
__QAIC_REMOTE_EXPORT int __QAIC_REMOTE(remote_handle_open)(const char *name, remote_handle *h)
	__QAIC_REMOTE_ATTRIBUTE;
__QAIC_REMOTE_EXPORT int __QAIC_REMOTE(remote_handle_invoke)(remote_handle h, uint32_t scalars,
							     remote_arg *args)
	__QAIC_REMOTE_ATTRIBUTE;
__QAIC_REMOTE_EXPORT int __QAIC_REMOTE(remote_handle_close)(remote_handle h)
	__QAIC_REMOTE_ATTRIBUTE;
__QAIC_REMOTE_EXPORT int __QAIC_REMOTE(remote_handle64_open)(const char *name,
							     remote_handle64 *h)
	__QAIC_REMOTE_ATTRIBUTE;
__QAIC_REMOTE_EXPORT int __QAIC_REMOTE(remote_handle64_invoke)(remote_handle64 h,
							       uint32_t scalars, remote_arg *args)
	__QAIC_REMOTE_ATTRIBUTE;
__QAIC_REMOTE_EXPORT int __QAIC_REMOTE(remote_handle64_close)(remote_handle64 h)
	__QAIC_REMOTE_ATTRIBUTE;

/* Only programs can go on while a call runs: for their stubs, tested without a DSP. */
#ifndef __hexagon__
int __QAIC_REMOTE(remote_handle_invoke_async)(remote_handle h,
					      fastrpc_async_descriptor_t *descriptor,
					      uint32_t scalars, remote_arg *args);
int __QAIC_REMOTE(remote_handle64_invoke_async)(remote_handle64 h,
						fastrpc_async_descriptor_t *descriptor,
						uint32_t scalars, remote_arg *args);
#endif

#ifdef __cplusplus
}
#endif

#endif
