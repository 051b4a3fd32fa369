/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_REMOTE_H
#define TESTS_REMOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "tools/raw.h"

/*
 * The remote modules of the virtual DSP and their methods. Functions that
 * return no error fail the case if the call does not do what it should.
 */

/* What a method answers when its buffers make no sense. */
#define REMOTE_BADPARM ((__s32)0x8000040e)

#define ECHO_NOOP	DRM_QDA_SCALARS(2, 0, 0, 0, 0)
#define ECHO_ECHO	DRM_QDA_SCALARS(3, 1, 1, 0, 0)
#define CALC_SUM	DRM_QDA_SCALARS(2, 2, 1, 0, 0)
#define CALC_MAX	DRM_QDA_SCALARS(3, 2, 1, 0, 0)
#define SOBEL_SOBEL	DRM_QDA_SCALARS(2, 2, 1, 0, 0)
#define SELF_SLEEP	DRM_QDA_SCALARS(2, 1, 0, 0, 0)
#define SELF_FAIL	DRM_QDA_SCALARS(3, 1, 0, 0, 0)
#define SELF_HANG	DRM_QDA_SCALARS(4, 0, 0, 0, 0)
#define SELF_COUNT	DRM_QDA_SCALARS(5, 0, 1, 0, 0)
#define SELF_FILL	DRM_QDA_SCALARS(6, 1, 1, 0, 0)
#define SELF_CHECKSUM(n) DRM_QDA_SCALARS(7, n, 1, 0, 0)
#define SELF_POKE	DRM_QDA_SCALARS(8, 1, 1, 0, 0)
#define SELF_PEEK	DRM_QDA_SCALARS(9, 0, 1, 1, 0)
#define SELF_REVERSE	DRM_QDA_SCALARS(10, 2, 2, 0, 0)

/**
 * struct remote - one remote module in a session of its own
 * @fd: the node
 * @session: session id
 * @handle: remote handle of the module
 */
struct remote {
	int fd;
	__u32 session;
	__u32 handle;
};

/*
 * Opens a module that is built into the virtual DSP, in a session; 0, -errno, or the DSP's
 * own error number.
 */
long long remote_open(int fd, __u32 session, const char *module, __u32 *handle);

/* Node, unsigned session and module. */
struct remote remote_setup(const char *module);
/* The same on a node that is open. */
struct remote remote_setup_on(int fd, const char *module);

/*
 * The same when the DSP is on its way up again, as after a crash. The node that
 * is there at first may still be the old one.
 */
struct remote remote_setup_again(const char *module);

/* A call of the module; 0 or -errno. */
int remote_call(const struct remote *r, __u32 scalars, const struct drm_qda_arg *args,
		__s32 *result);

int remote_noop(const struct remote *r);
int remote_sleep(const struct remote *r, __u32 ms, __s64 deadline);
int remote_hang(const struct remote *r, __s64 deadline);
/* The next number of this PD's counter. */
__u32 remote_count(const struct remote *r);
/* 0: the DSP reached the address, 1: SMMU fault. */
__u32 remote_poke(const struct remote *r, __u64 address, __u32 size, bool write);
/* Sends @size bytes there and back, inline. */
void remote_echo(const struct remote *r, __u32 seed, __u32 size);

#define REMOTE_FNV_START 0xcbf29ce484222325ULL
uint64_t remote_fnv(uint64_t hash, const void *bytes, size_t size);
/* Byte @i of the selftest pattern. */
uint8_t remote_pattern(__u32 seed, size_t i);
void remote_pattern_write(__u32 seed, void *bytes, size_t size);
void remote_pattern_check(__u32 seed, const void *bytes, size_t size);

#endif
