/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_PRIVILEGE_H_
#define _QDA_PRIVILEGE_H_

#include <linux/types.h>

/** enum qda_privilege_op - what a program may need a privilege for */
enum qda_privilege_op {
	/** @QDA_PRIVILEGE_ATTACH: asks for &enum drm_qda_attach_kind */
	QDA_PRIVILEGE_ATTACH,
	/** @QDA_PRIVILEGE_CREATE: asks for &enum drm_qda_session_attrs */
	QDA_PRIVILEGE_CREATE,
	/** @QDA_PRIVILEGE_INVOKE: asks for a remote object */
	QDA_PRIVILEGE_INVOKE,
};

/** enum qda_privilege - what is needed */
enum qda_privilege {
	/** @QDA_PRIVILEGE_NONE: nothing but the open node */
	QDA_PRIVILEGE_NONE,
	/** @QDA_PRIVILEGE_ADMIN: CAP_SYS_ADMIN */
	QDA_PRIVILEGE_ADMIN,
	/** @QDA_PRIVILEGE_NOBODY: no program has it */
	QDA_PRIVILEGE_NOBODY,
};

enum qda_privilege qda_privilege_needed(enum qda_privilege_op op, u32 asked);
int qda_privilege_check(enum qda_privilege_op op, u32 asked);

#endif /* _QDA_PRIVILEGE_H_ */
