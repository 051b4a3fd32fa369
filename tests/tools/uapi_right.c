// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The right form of each operation; tests change one thing in it.
 */
#include <string.h>

#include "tools/remote.h"
#include "tools/t.h"
#include "tools/uapi.h"

void uapi_setup(struct uapi_call *call)
{
	memset(call, 0, sizeof(*call));
	T_OK(call->fd = raw_open());
	T_OK(raw_session_create(call->fd, DRM_QDA_SESSION_UNSIGNED, &call->session));
	T_EQ(remote_open(call->fd, call->session, "echo", &call->echo), 0);
	T_EQ(remote_open(call->fd, call->session, "selftest", &call->selftest), 0);
	T_OK(raw_gem_create(call->fd, UAPI_OBJECT, &call->object));
	T_OK(raw_gem_create(call->fd, UAPI_IMAGE_OBJECT, &call->image));
	T_CHECK((call->in = raw_gem_map(call->fd, call->object, UAPI_OBJECT)));
	call->out = call->in + UAPI_OUT;
	strcpy(call->in, "fifteen letters");
}

static void uapi_fill_query(struct uapi_call *call)
{
	call->arg.query = (struct drm_qda_query){
		.type = DRM_QDA_QUERY_DEVICE,
		.size = sizeof(call->device),
		.pointer = (uintptr_t)&call->device,
	};
}

const struct uapi_op uapi_query = {
	.request = DRM_IOCTL_QDA_QUERY,
	.fill = uapi_fill_query,
};

static void uapi_fill_gem_create(struct uapi_call *call)
{
	call->arg.gem_create = (struct drm_qda_gem_create){ .size = 4096 };
}

const struct uapi_op uapi_gem_create = {
	.request = DRM_IOCTL_QDA_GEM_CREATE,
	.fill = uapi_fill_gem_create,
};

static void uapi_fill_gem_offset(struct uapi_call *call)
{
	call->arg.gem_offset = (struct drm_qda_gem_mmap_offset){ .handle = call->object };
}

const struct uapi_op uapi_gem_offset = {
	.request = DRM_IOCTL_QDA_GEM_MMAP_OFFSET,
	.fill = uapi_fill_gem_offset,
};

static void uapi_fill_attach(struct uapi_call *call)
{
	call->arg.attach = (struct drm_qda_session_attach){ .kind = DRM_QDA_ATTACH_ROOT };
}

static void uapi_undo_attach(struct uapi_call *call)
{
	T_OK(raw_session_close(call->fd, call->arg.attach.session));
}

const struct uapi_op uapi_attach = {
	.request = DRM_IOCTL_QDA_SESSION_ATTACH,
	.fill = uapi_fill_attach,
	.undo = uapi_undo_attach,
};

/* Waits for a bank if it has to. */
static void uapi_fill_attach_wait(struct uapi_call *call)
{
	uapi_fill_attach(call);
	call->arg.attach.flags = DRM_QDA_SESSION_WAIT;
	call->arg.attach.timeout_ns = raw_deadline(RAW_CALL_MS);
}

const struct uapi_op uapi_attach_wait = {
	.request = DRM_IOCTL_QDA_SESSION_ATTACH,
	.fill = uapi_fill_attach_wait,
	.undo = uapi_undo_attach,
};

static void uapi_fill_create(struct uapi_call *call)
{
	call->arg.create = (struct drm_qda_session_create){ .attrs = DRM_QDA_SESSION_UNSIGNED };
}

static void uapi_fill_create_wait(struct uapi_call *call)
{
	uapi_fill_create(call);
	call->arg.create.flags = DRM_QDA_SESSION_WAIT;
	call->arg.create.timeout_ns = raw_deadline(RAW_CALL_MS);
}

static void uapi_fill_create_image(struct uapi_call *call)
{
	uapi_fill_create(call);
	call->arg.create.image = call->image;
	call->arg.create.image_offset = 4096;
	call->arg.create.image_size = 5000;
}

/* A PD that need not be unsigned, without a program. */
static void uapi_fill_create_plain(struct uapi_call *call)
{
	call->arg.create = (struct drm_qda_session_create){ 0 };
}

/* One that has a program without a signature. */
static void uapi_fill_create_signed(struct uapi_call *call)
{
	uapi_fill_create_image(call);
	call->arg.create.attrs = 0;
}

/* An image that ends where its object ends. */
static void uapi_fill_create_image_end(struct uapi_call *call)
{
	uapi_fill_create_image(call);
	call->arg.create.image_offset = UAPI_IMAGE_OBJECT - 4096;
	call->arg.create.image_size = 4096;
}

static void uapi_undo_create(struct uapi_call *call)
{
	T_OK(raw_session_close(call->fd, call->arg.create.session));
}

const struct uapi_op uapi_create = {
	.request = DRM_IOCTL_QDA_SESSION_CREATE,
	.fill = uapi_fill_create,
	.undo = uapi_undo_create,
};

const struct uapi_op uapi_create_wait = {
	.request = DRM_IOCTL_QDA_SESSION_CREATE,
	.fill = uapi_fill_create_wait,
	.undo = uapi_undo_create,
};

const struct uapi_op uapi_create_image = {
	.request = DRM_IOCTL_QDA_SESSION_CREATE,
	.fill = uapi_fill_create_image,
	.undo = uapi_undo_create,
};

const struct uapi_op uapi_create_plain = {
	.request = DRM_IOCTL_QDA_SESSION_CREATE,
	.fill = uapi_fill_create_plain,
	.undo = uapi_undo_create,
};

const struct uapi_op uapi_create_signed = {
	.request = DRM_IOCTL_QDA_SESSION_CREATE,
	.fill = uapi_fill_create_signed,
	.undo = uapi_undo_create,
};

const struct uapi_op uapi_create_image_end = {
	.request = DRM_IOCTL_QDA_SESSION_CREATE,
	.fill = uapi_fill_create_image_end,
	.undo = uapi_undo_create,
};

/* A wrong close leaves the victim open, so that it serves again. */
static void uapi_fill_close(struct uapi_call *call)
{
	if (!call->victim)
		T_OK(raw_session_create(call->fd, DRM_QDA_SESSION_UNSIGNED, &call->victim));
	call->arg.close = (struct drm_qda_session_close){ .session = call->victim };
}

static void uapi_undo_close(struct uapi_call *call)
{
	call->victim = 0;
}

const struct uapi_op uapi_close = {
	.request = DRM_IOCTL_QDA_SESSION_CLOSE,
	.fill = uapi_fill_close,
	.undo = uapi_undo_close,
};

static void uapi_fill_map(struct uapi_call *call)
{
	call->arg.map = (struct drm_qda_map){
		.size = 4096,
		.session = call->session,
		.handle = call->object,
		.request = DRM_QDA_MAP_ATTR,
	};
}

static void uapi_undo_map(struct uapi_call *call)
{
	struct drm_qda_munmap arg = { .session = call->session, .map = call->arg.map.map };

	T_OK(raw_ioctl(call->fd, DRM_IOCTL_QDA_MUNMAP, &arg));
}

const struct uapi_op uapi_map = {
	.request = DRM_IOCTL_QDA_MAP,
	.fill = uapi_fill_map,
	.undo = uapi_undo_map,
};

/* A wrong unmap leaves the mapping, so that it serves again. */
static void uapi_fill_munmap(struct uapi_call *call)
{
	if (!call->map) {
		uapi_fill_map(call);
		T_OK(raw_ioctl(call->fd, DRM_IOCTL_QDA_MAP, &call->arg));
		call->map = call->arg.map.map;
	}
	memset(&call->arg, 0, sizeof(call->arg));
	call->arg.munmap.session = call->session;
	call->arg.munmap.map = call->map;
}

static void uapi_undo_munmap(struct uapi_call *call)
{
	call->map = 0;
}

const struct uapi_op uapi_munmap = {
	.request = DRM_IOCTL_QDA_MUNMAP,
	.fill = uapi_fill_munmap,
	.undo = uapi_undo_munmap,
};

static void uapi_fill_invoke(struct uapi_call *call)
{
	call->args[0] = raw_gem(call->object, 0, UAPI_BYTES);
	call->args[1] = raw_gem(call->object, UAPI_OUT, UAPI_BYTES);
	call->arg.invoke = (struct drm_qda_invoke){
		.args = {
			.stride = sizeof(call->args[0]),
			.count = 2,
			.pointer = (uintptr_t)call->args,
		},
		.timeout_ns = raw_deadline(RAW_CALL_MS),
		.session = call->session,
		.handle = call->echo,
		.scalars = ECHO_ECHO,
	};
}

const struct uapi_op uapi_invoke = {
	.request = DRM_IOCTL_QDA_INVOKE,
	.fill = uapi_fill_invoke,
};

/* One output buffer, then one input handle. */
static void uapi_fill_invoke_handle(struct uapi_call *call)
{
	uapi_fill_invoke(call);
	call->arg.invoke.handle = call->selftest;
	call->arg.invoke.scalars = SELF_PEEK;
	call->args[0] = raw_gem(call->object, UAPI_OUT, 8);
	call->args[1] = raw_gem(call->object, 0, 64);
}

const struct uapi_op uapi_invoke_handle = {
	.request = DRM_IOCTL_QDA_INVOKE,
	.fill = uapi_fill_invoke_handle,
};
