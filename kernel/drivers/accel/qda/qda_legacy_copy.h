/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_LEGACY_COPY_H_
#define _QDA_LEGACY_COPY_H_

#include "qda_legacy.h"

/** struct qda_legacy_slot - what a slot of the session has besides: its user's */
struct qda_legacy_slot {
	/** @user: arguments of the call, as the program gives them; kept */
	struct fastrpc_invoke_args *user;
	/** @buffers: buffer of each argument, or NULL; kept like @user */
	struct qda_legacy_buffer **buffers;
	/** @room: arguments that fit */
	unsigned int room;
	/** @count: arguments of the call */
	unsigned int count;
	/** @copy: object for bytes that are copied, or NULL; kept if it is small */
	struct qda_gem_object *copy;
	/** @map: its mapping */
	struct qda_mapping *map;
	/** @bytes: its memory */
	void *bytes;
};

bool qda_legacy_is_copied(const struct fastrpc_invoke_args *user);
s64 qda_legacy_layout(const struct fastrpc_invoke_args *user, struct qda_arg *args,
		      unsigned int count);

int qda_legacy_copy_init(struct qda_legacy_file *file);
void qda_legacy_copy_fini(struct qda_legacy_file *file);
struct qda_legacy_slot *qda_legacy_slot(struct qda_legacy_file *file,
					const struct qda_invoke *inv);
int qda_legacy_copy_args(struct qda_legacy_file *file, struct qda_invoke *inv,
			 const struct fastrpc_invoke *call);
int qda_legacy_copy_in(struct qda_legacy_file *file, struct qda_invoke *inv, u32 sc);
int qda_legacy_copy_out(struct qda_legacy_file *file, struct qda_invoke *inv, u32 sc);
void qda_legacy_copy_end(struct qda_legacy_file *file, struct qda_legacy_slot *slot);

#endif /* _QDA_LEGACY_COPY_H_ */
