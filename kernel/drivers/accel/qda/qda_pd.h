/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_PD_H_
#define _QDA_PD_H_

#include <linux/types.h>

struct qda_mapping;
struct qda_pdmap;
struct qda_session;

/* Name of the static PD for audio. */
#define QDA_PD_AUDIO		"audiopd"

/* Closing files must not take longer if the DSP hangs. */
#define QDA_PD_RELEASE_TIMEOUT_MS	3000

/* Largest program of a PD, bytes. */
#define QDA_PD_IMAGE_MAX	(2 * 1024 * 1024)

/** struct qda_pd_params - the user PD to create */
struct qda_pd_params {
	/** @attrs: process attributes */
	u32 attrs;
	/** @image: mapping of the object that holds the program, or NULL */
	struct qda_mapping *image;
	/** @image_offset: of the program in @image, bytes */
	u64 image_offset;
	/** @image_size: of program and signature, at most %QDA_PD_IMAGE_MAX */
	u64 image_size;
	/** @signature_size: of the signature at the end of it, less than that */
	u64 signature_size;
};

int qda_pd_attach(struct qda_session *sess, u32 pd_type, s32 *result);
int qda_pd_attach_static(struct qda_session *sess, const char *name, size_t size,
			 s32 *result);
int qda_pd_create(struct qda_session *sess, const struct qda_pd_params *params,
		  s32 *result);
int qda_pd_map(struct qda_pdmap *pdmap, s32 *result);
int qda_pd_unmap(struct qda_pdmap *pdmap, s32 *result);
bool qda_pd_release(struct qda_session *sess);
bool qda_pd_wait_released(struct qda_session *sess, unsigned long deadline);
int qda_pd_capabilities(struct qda_session *sess, s32 *result);
int qda_pd_takes_unsigned(struct qda_session *sess);

#endif /* _QDA_PD_H_ */
