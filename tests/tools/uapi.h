/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_UAPI_H
#define TESTS_UAPI_H

#include <drm/qda_accel.h>

/*
 * Bytes of the buffer that calls use, of input and of output in it, and where the
 * latter is; bytes of the one that holds images.
 */
#define UAPI_OBJECT		8192u
#define UAPI_BYTES		16u
#define UAPI_OUT		4096u
#define UAPI_IMAGE_OBJECT	(4u << 20)

/**
 * struct uapi_call - one call that is about to be made, and what it needs
 * @fd: the node
 * @session: an open session
 * @echo: module echo in @session
 * @selftest: module selftest in @session
 * @object: a buffer of UAPI_OBJECT bytes
 * @image: a buffer of UAPI_IMAGE_OBJECT bytes
 * @victim: session that the close operation closes
 * @map: mapping in @session that the unmap operation unmaps
 * @arg: the operation's struct
 * @args: arguments, for a remote call
 * @in: UAPI_BYTES bytes of input, in @object
 * @out: UAPI_BYTES bytes of output, in @object
 * @device: answer of a query
 */
struct uapi_call {
	int fd;
	__u32 session, echo, selftest, object, image, victim, map;
	union {
		struct drm_qda_query query;
		struct drm_qda_gem_create gem_create;
		struct drm_qda_gem_mmap_offset gem_offset;
		struct drm_qda_session_attach attach;
		struct drm_qda_session_create create;
		struct drm_qda_session_close close;
		struct drm_qda_invoke invoke;
		struct drm_qda_map map;
		struct drm_qda_munmap munmap;
		char bytes[256];
	} arg;
	struct drm_qda_arg args[2];
	char *in, *out;
	struct drm_qda_query_device device;
};

/**
 * struct uapi_op - how a right call of an operation is made
 * @request: ioctl number
 * @fill: makes the struct that must work
 * @undo: gives back what the right call took; NULL: nothing
 */
struct uapi_op {
	unsigned long request;
	void (*fill)(struct uapi_call *call);
	void (*undo)(struct uapi_call *call);
};

extern const struct uapi_op uapi_query, uapi_gem_create, uapi_gem_offset, uapi_attach,
	uapi_attach_wait, uapi_create, uapi_create_wait, uapi_create_image,
	uapi_create_image_end, uapi_create_plain, uapi_create_signed, uapi_close, uapi_map,
	uapi_munmap, uapi_invoke, uapi_invoke_handle;

/* Opens all that the operations need; the case fails if that does not work. */
void uapi_setup(struct uapi_call *call);

#endif
