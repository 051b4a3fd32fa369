/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_AUX_H_
#define _QDA_AUX_H_

#include <linux/auxiliary_bus.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct dma_buf;
struct drm_device;
struct drm_gem_object;
struct qda_device;
struct qda_gem_object;
struct qda_invoke;
struct qda_mapping;
struct qda_pd_params;
struct qda_pdmap;
struct qda_session;

/* Name of the auxiliary device that each DSP has, less the module's. */
#define QDA_AUX_LEGACY		"legacy"

/** struct qda_aux_device - a DSP, offered to the driver of another interface */
struct qda_aux_device {
	/** @adev: what that driver binds; it goes before the DSP */
	struct auxiliary_device adev;
	/** @qdev: DSP */
	struct qda_device *qdev;
};

#define to_qda_aux_device(a) container_of(a, struct qda_aux_device, adev)

/** struct qda_aux - what that driver can do with it: the functions of that name */
struct qda_aux {
	/** @session_create: qda_session_create() */
	struct qda_session *(*session_create)(struct qda_device *qdev, kuid_t owner, s64 deadline);
	/** @session_start: qda_session_start() */
	void (*session_start)(struct qda_session *sess);
	/** @session_close: qda_session_close() */
	void (*session_close)(struct qda_session *sess);
	/** @session_put: qda_session_put() */
	void (*session_put)(struct qda_session *sess);
	/** @pd_attach: qda_pd_attach() */
	int (*pd_attach)(struct qda_session *sess, u32 pd_type, s32 *result);
	/** @pd_attach_static: qda_pd_attach_static() */
	int (*pd_attach_static)(struct qda_session *sess, const char *name, size_t size,
				s32 *result);
	/** @pd_create: qda_pd_create() */
	int (*pd_create)(struct qda_session *sess, const struct qda_pd_params *params,
			 s32 *result);
	/** @pd_capabilities: qda_pd_capabilities() */
	int (*pd_capabilities)(struct qda_session *sess, s32 *result);
	/** @pdmap_create: qda_pdmap_create() */
	int (*pdmap_create)(struct qda_session *sess, const struct qda_pdmap *params, u32 *id,
			    u64 *dsp_address, s32 *result);
	/** @pdmap_find: qda_pdmap_find() */
	u32 (*pdmap_find)(struct qda_session *sess, u32 request, u64 dsp_address, s64 tag,
			  u64 size);
	/** @pdmap_destroy: qda_pdmap_destroy() */
	int (*pdmap_destroy)(struct qda_session *sess, u32 id, s32 *result);
	/** @gem_create: qda_gem_create() */
	struct qda_gem_object *(*gem_create)(struct qda_device *qdev, size_t size);
	/** @gem_import: qda_gem_prime_import() */
	struct drm_gem_object *(*gem_import)(struct drm_device *drm, struct dma_buf *dma_buf);
	/** @mapping_get: qda_mapping_get() */
	struct qda_mapping *(*mapping_get)(struct qda_session *sess, struct qda_gem_object *bo);
	/** @mapping_wait: qda_mapping_wait() */
	int (*mapping_wait)(struct qda_mapping *map, bool write, s64 deadline);
	/** @mapping_put: qda_mapping_put() */
	void (*mapping_put)(struct qda_mapping *map);
	/** @mapping_forget: qda_mapping_forget() */
	void (*mapping_forget)(struct qda_session *sess, struct qda_gem_object *bo);
	/** @mapping_forget_idle: qda_mapping_forget_idle() */
	bool (*mapping_forget_idle)(struct qda_session *sess, struct qda_gem_object *bo);
	/** @invoke_get: qda_invoke_get() */
	struct qda_invoke *(*invoke_get)(struct qda_session *sess, unsigned int state,
					 s64 deadline);
	/** @invoke_prepare: qda_invoke_prepare() */
	int (*invoke_prepare)(struct qda_invoke *inv, unsigned int count, size_t extra);
	/** @invoke_set_mapping: qda_invoke_set_mapping() */
	void (*invoke_set_mapping)(struct qda_invoke *inv, unsigned int i,
				   struct qda_mapping *map);
	/** @invoke_drop_mappings: qda_invoke_drop_mappings() */
	void (*invoke_drop_mappings)(struct qda_invoke *inv);
	/** @invoke_send: qda_invoke_send() */
	int (*invoke_send)(struct qda_invoke *inv, u32 client, u32 handle, u32 sc);
	/** @invoke_poll: qda_invoke_poll() */
	bool (*invoke_poll)(struct qda_invoke *inv);
	/** @invoke_wait: qda_invoke_wait() */
	int (*invoke_wait)(struct qda_invoke *inv, unsigned int state, s64 deadline);
	/** @invoke_put: qda_invoke_put() */
	void (*invoke_put)(struct qda_invoke *inv);
	/** @marshal_tags: qda_marshal_tags() */
	const __le64 *(*marshal_tags)(const void *payload, unsigned int count);
};

extern const struct qda_aux qda_aux;

void qda_aux_add(struct qda_device *qdev);
void qda_aux_remove(struct qda_device *qdev);

#endif /* _QDA_AUX_H_ */
