// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Libraries of machine code, by libqda.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/skeleton.h"
#include "tools/t.h"

struct qda_device *skeleton_device(void)
{
	const char *domain = getenv("T_DSP");
	struct qda_device *dev;

	T_OK(qda_device_open(domain ? domain : "cdsp", &dev));
	return dev;
}

struct skeleton skeleton_setup_on(struct qda_device *dev, const char *name)
{
	struct skeleton s = { .dev = dev };
	char text[QDA_TEXT_SIZE] = "";
	int32_t result = 0;
	int ret;

	T_OK(qda_session_create(dev, QDA_SESSION_UNSIGNED, &s.session, NULL));
	T_OK(qda_session_set_path(s.session, SKELETON_TESTS));
	T_STEP("qda_module_open()");
	ret = qda_module_open(s.session, name, &s.module, &result, text, sizeof(text));
	if (ret)
		t_fail("%s: %s, %#x: %s", name, strerror(-ret), (unsigned int)result, text);
	/* Else it is the module of this name that the virtual DSP has built in. */
	T_CHECK(qda_module_path(s.module));
	return s;
}

struct skeleton skeleton_setup(const char *name)
{
	return skeleton_setup_on(skeleton_device(), name);
}

void skeleton_close(struct skeleton *s, bool with_device)
{
	T_OK(qda_module_close(s->module));
	T_OK(qda_session_close(s->session));
	if (with_device)
		qda_device_close(s->dev);
}

int skeleton_call(const struct skeleton *s, uint32_t method, const struct qda_arg *args,
		  unsigned int count, int32_t *result)
{
	return qda_module_call(s->module, method, args, count, SKELETON_NS, result);
}

void skeleton_good(const struct skeleton *s, uint32_t method, const struct qda_arg *args,
		   unsigned int count)
{
	int32_t result = -1;

	T_OK(skeleton_call(s, method, args, count, &result));
	T_EQ(result, 0);
}

uint32_t skeleton_alive(const struct skeleton *s)
{
	uint32_t calls = 0;
	struct qda_arg arg = qda_arg_out(&calls, sizeof(calls));

	skeleton_good(s, CRASH_ALIVE, &arg, 1);
	return calls;
}

struct qda_bo *skeleton_bo(const struct skeleton *s, size_t size, void **address)
{
	struct qda_bo *bo;

	T_OK(qda_bo_create(s->dev, size, &bo));
	T_OK(qda_bo_map(bo, address));
	return bo;
}

void skeleton_log_mark(const struct skeleton *s, const char *mark)
{
	uint32_t lines = 1;

	skeleton_good(s, CRASH_SAY, (struct qda_arg[]){
		qda_arg_in(&lines, sizeof(lines)), qda_arg_in(mark, strlen(mark) + 1),
	}, 2);
}

unsigned int skeleton_log_count(const char *mark, const char *text)
{
	char line[2048];
	FILE *log = popen("/bin/qda log -n 2>&1", "r");
	unsigned int count = 0;

	T_CHECK(log);
	while (fgets(line, sizeof(line), log))
		count = mark && strstr(line, mark) ? 0 : count + (strstr(line, text) != NULL);
	T_EQ(pclose(log), 0);
	return count;
}
