/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_RAW_H
#define TESTS_RAW_H

#include <stddef.h>

#include <drm/qda_accel.h>

#include "tools/t.h"

/*
 * The kernel interface as it is, without a library: nothing is repaired or
 * tried again. All functions return 0 or -errno, if nothing else is said.
 */

/* How long a call may take when no test says otherwise. */
#define RAW_CALL_MS (10000 * t_slowdown())

int raw_ioctl(int fd, unsigned long request, void *arg);

/* The node of a DSP: fd or -errno. */
int raw_open_domain(const char *domain);
/* The node of the DSP under test, $T_DSP or else cdsp. */
int raw_open(void);
/* Waits for the node, as after a restart of the DSP; then fd, else -ETIMEDOUT. */
int raw_open_wait(unsigned int ms);

int raw_query(int fd, __u32 type, void *answer, __u32 *size);
int raw_query_device(int fd, struct drm_qda_query_device *device);

int raw_gem_create(int fd, __u64 size, __u32 *handle);
int raw_gem_close(int fd, __u32 handle);
int raw_gem_offset(int fd, __u32 handle, __u64 *offset);
/* Maps a whole object; NULL and errno if that fails. */
void *raw_gem_map(int fd, __u32 handle, size_t size);

/* Object to dma-buf descriptor and back. */
int raw_prime_export(int fd, __u32 handle, int *dmabuf);
int raw_prime_import(int fd, int dmabuf, __u32 *handle);

/* The outputs in @arg are valid also after an error. */
int raw_map(int fd, struct drm_qda_map *arg);
int raw_munmap(int fd, __u32 session, __u32 map, __s32 *result);

int raw_session_attach(int fd, __u32 kind, __u32 *session);
int raw_session_create(int fd, __u32 attrs, __u32 *session);
/* An unsigned session; waits for a bank until @deadline. */
int raw_session_wait(int fd, __s64 deadline, __u32 *session);
int raw_session_close(int fd, __u32 session);

/*
 * What most cases begin with; the case fails if there is none: a node, an object, a
 * mapped object, an object as a dma-buf, an unsigned session.
 */
int raw_node(void);
__u32 raw_object(int fd, __u64 size);
void *raw_mapped(int fd, __u32 handle, size_t size);
int raw_dmabuf(int fd, __u32 handle);
__u32 raw_session(int fd);

/* Now plus @ms, as INVOKE wants it. */
__s64 raw_deadline(unsigned int ms);
/* Number of arguments that @scalars announces. */
__u32 raw_args(__u32 scalars);
int raw_invoke(int fd, __u32 session, __u32 handle, __u32 scalars,
	       const struct drm_qda_arg *args, __s32 *result);
int raw_invoke_until(int fd, __u32 session, __u32 handle, __u32 scalars,
		     const struct drm_qda_arg *args, __s64 deadline, __s32 *result);

/* INVOKE with arguments by raw_inline() and the like; the rest of @arg is set. */
int raw_call(int fd, struct drm_qda_invoke *arg, const struct drm_qda_arg *args);

/* Marks an argument that the functions above put into an object for the call. */
#define RAW_BYTES 0x73657479

/* Arguments: bytes of the caller, a part of an object, nothing. */
struct drm_qda_arg raw_inline(const void *bytes, size_t size);
struct drm_qda_arg raw_gem(__u32 handle, __u64 offset, __u64 size);
struct drm_qda_arg raw_nothing(void);

#endif
