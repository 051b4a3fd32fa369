// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/array_size.h>
#include <linux/capability.h>
#include <linux/errno.h>

#include <drm/qda_accel.h>

#include "qda_privilege.h"
#include "qda_wire.h"

/**
 * DOC: Privileges
 *
 * Every program that can open the node can use buffers, and unsigned PDs. A PD that
 * exists already, one that may load signed code, and one that asks for rights on the
 * DSP can reach more of the DSP than its own memory: these need CAP_SYS_ADMIN.
 * The object that starts and releases PDs and maps memory for them is the
 * driver's own, in any session. What a file may do with its own sessions and
 * buffers needs nothing more, and is not in the table.
 */

/** struct qda_privilege_rule - what a part of the things asked for needs */
struct qda_privilege_rule {
	/** @op: operation */
	enum qda_privilege_op op;
	/** @mask: bits of what is asked for that count */
	u32 mask;
	/** @value: what they have to be for the rule to hold */
	u32 value;
	/** @needed: what is needed then */
	enum qda_privilege needed;
};

/* The first rule that holds decides; those of calls are asked for most often. */
static const struct qda_privilege_rule qda_privilege_rules[] = {
	{ QDA_PRIVILEGE_INVOKE, ~0, QDA_WIRE_HANDLE_INIT, QDA_PRIVILEGE_NOBODY },
	{ QDA_PRIVILEGE_INVOKE, 0, 0, QDA_PRIVILEGE_NONE },

	{ QDA_PRIVILEGE_ATTACH, ~0, DRM_QDA_ATTACH_ROOT, QDA_PRIVILEGE_ADMIN },
	{ QDA_PRIVILEGE_ATTACH, ~0, DRM_QDA_ATTACH_SENSORS, QDA_PRIVILEGE_ADMIN },
	{ QDA_PRIVILEGE_ATTACH, ~0, DRM_QDA_ATTACH_AUDIO, QDA_PRIVILEGE_ADMIN },

	{ QDA_PRIVILEGE_CREATE, DRM_QDA_SESSION_PRIVILEGED, DRM_QDA_SESSION_PRIVILEGED,
	  QDA_PRIVILEGE_ADMIN },
	{ QDA_PRIVILEGE_CREATE, DRM_QDA_SESSION_SYSTEM, DRM_QDA_SESSION_SYSTEM,
	  QDA_PRIVILEGE_ADMIN },
	{ QDA_PRIVILEGE_CREATE, DRM_QDA_SESSION_UNSIGNED, 0, QDA_PRIVILEGE_ADMIN },
	{ QDA_PRIVILEGE_CREATE, 0, 0, QDA_PRIVILEGE_NONE },
};

/**
 * qda_privilege_needed() - what an operation needs
 * @op: operation
 * @asked: what is asked of it
 *
 * Return: what is needed; %QDA_PRIVILEGE_NOBODY for what no rule knows.
 */
enum qda_privilege qda_privilege_needed(enum qda_privilege_op op, u32 asked)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(qda_privilege_rules); i++) {
		const struct qda_privilege_rule *rule = &qda_privilege_rules[i];

		if (rule->op == op && (asked & rule->mask) == rule->value)
			return rule->needed;
	}

	return QDA_PRIVILEGE_NOBODY;
}

/**
 * qda_privilege_check() - check that the caller may do something
 * @op: operation
 * @asked: what is asked of it
 *
 * Return: 0 or -EPERM.
 */
int qda_privilege_check(enum qda_privilege_op op, u32 asked)
{
	switch (qda_privilege_needed(op, asked)) {
	case QDA_PRIVILEGE_NONE:
		return 0;
	case QDA_PRIVILEGE_ADMIN:
		return capable(CAP_SYS_ADMIN) ? 0 : -EPERM;
	default:
		return -EPERM;
	}
}
