// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Privileges: everything that can be asked for, as root and as a user.
 */
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <unistd.h>

#include "tools/raw.h"
#include "tools/t.h"

/* Attributes, by the numbers that FastRPC has for them. */
#define PRIVILEGE_DEBUG		0x01u
#define PRIVILEGE_UNSIGNED	0x08u
#define PRIVILEGE_SYSTEM	0x20u
#define PRIVILEGE_PRIVILEGED	0x40u

static const __u32 privilege_kinds[] = {
	DRM_QDA_ATTACH_ROOT, DRM_QDA_ATTACH_SENSORS, DRM_QDA_ATTACH_AUDIO,
};

/* Every set of the attributes that there are. */
static __u32 privilege_attrs(unsigned int set)
{
	return (set & 1 ? PRIVILEGE_DEBUG : 0) | (set & 2 ? PRIVILEGE_UNSIGNED : 0) |
	       (set & 4 ? PRIVILEGE_SYSTEM : 0) | (set & 8 ? PRIVILEGE_PRIVILEGED : 0);
}

/* Object 1 is for no program. */
static void privilege_object_1(int fd)
{
	__u32 session;
	__s32 result;

	T_OK(raw_session_create(fd, PRIVILEGE_UNSIGNED, &session));
	T_ERR(raw_invoke(fd, session, 1, DRM_QDA_SCALARS(1, 0, 0, 0, 0), NULL, &result), -EPERM);
	T_OK(raw_session_close(fd, session));
}

/* Situation: root asks for each PD and each set of attributes.
 * Expectation: never EPERM; the DSP may still refuse, as there is no audio PD here.
 */
T_CASE(privilege_root, "root")
{
	__u32 session;
	int ret;
	int fd = raw_node();

	for (size_t i = 0; i < T_ARRAY(privilege_kinds); i++) {
		ret = raw_session_attach(fd, privilege_kinds[i], &session);
		if (privilege_kinds[i] == DRM_QDA_ATTACH_AUDIO)
			T_ERR(ret, -EREMOTEIO);
		else
			T_OK(ret ? ret : raw_session_close(fd, session));
	}
	for (unsigned int set = 0; set < 16; set++) {
		T_OK(raw_session_create(fd, privilege_attrs(set), &session));
		T_OK(raw_session_close(fd, session));
	}
	privilege_object_1(fd);
}

static void privilege_become_user(void)
{
	T_SYS(setgroups(0, NULL));
	T_SYS(setresgid(1000, 1000, 1000));
	T_SYS(setresuid(1000, 1000, 1000));
}

/* Unsigned PDs, debugged or not, and nothing else. */
static void privilege_check_user(int fd)
{
	__u32 session;

	for (size_t i = 0; i < T_ARRAY(privilege_kinds); i++)
		T_ERR(raw_session_attach(fd, privilege_kinds[i], &session), -EPERM);
	for (unsigned int set = 0; set < 16; set++) {
		__u32 attrs = privilege_attrs(set);

		if ((attrs & ~PRIVILEGE_DEBUG) != PRIVILEGE_UNSIGNED) {
			T_ERR(raw_session_create(fd, attrs, &session), -EPERM);
			continue;
		}
		T_OK(raw_session_create(fd, attrs, &session));
		T_OK(raw_session_close(fd, session));
	}
	privilege_object_1(fd);
}

/* Situation: a user without capabilities asks for the same.
 * Expectation: EPERM for all but unsigned PDs, debugged or not.
 */
T_CASE(privilege_user, "user")
{
	int fd = raw_node();

	privilege_become_user();
	privilege_check_user(fd);
}

/* Situation: such a user has all capabilities in a user namespace of its own.
 * Expectation: they do not count.
 */
T_CASE(privilege_namespace, "user-namespace")
{
	int fd = raw_node();

	privilege_become_user();
	T_SYS(unshare(CLONE_NEWUSER));
	privilege_check_user(fd);
}
