// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The driver's tracepoints, the calls of ioctl(2) and the marks of libqda, in an instance
 * of tracefs of our own, on CLOCK_MONOTONIC.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trace.h"

#define KERNEL_INSTANCE	"/sys/kernel/tracing/instances/qda-trace"
#define KERNEL_KIB	"16384"

static int kernel_put(const char *file, const char *text)
{
	char path[256];
	ssize_t put;
	int fd, ret;

	snprintf(path, sizeof(path), KERNEL_INSTANCE "/%s", file);
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	put = write(fd, text, strlen(text));
	ret = put < 0 ? -errno : 0;
	close(fd);
	return ret;
}

static int kernel_arm(void)
{
	char filter[32];
	int ret;

	snprintf(filter, sizeof(filter), "id == %d", (int)SYS_ioctl);
	ret = kernel_put("trace_clock", "mono");
	if (!ret)
		ret = kernel_put("buffer_size_kb", KERNEL_KIB);
	if (!ret)
		ret = kernel_put("events/qda/enable", "1");
	if (!ret)
		ret = kernel_put("events/raw_syscalls/filter", filter);
	if (!ret)
		ret = kernel_put("events/raw_syscalls/enable", "1");
	return ret ? ret : kernel_put("tracing_on", "1");
}

/**
 * trace_kernel_start() - have the kernel keep what happens
 * @marker: where to put a descriptor for marks, which a command inherits
 *
 * Return: 0; -EBUSY if somebody traces already; -EACCES; -ENOENT without tracefs or driver.
 */
int trace_kernel_start(int *marker)
{
	int ret;

	if (mkdir(KERNEL_INSTANCE, 0700))
		return errno == EEXIST ? -EBUSY : -errno;
	*marker = open(KERNEL_INSTANCE "/trace_marker", O_WRONLY);
	ret = *marker < 0 ? -errno : kernel_arm();
	if (ret) {
		if (*marker >= 0)
			close(*marker);
		rmdir(KERNEL_INSTANCE);
	}
	return ret;
}

static uint64_t kernel_number(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at ? strtoull(at + strlen(key), NULL, 0) : 0;
}

/* "COMM-TID [CPU] FLAGS SECONDS: EVENT: ...": the command may have any character. */
static const char *kernel_head(const char *line, struct trace_event *event)
{
	const char *cpu = strstr(line, " ["), *at = cpu, *end;
	unsigned long seconds, micro;

	if (!cpu)
		return NULL;
	while (at > line && at[-1] == ' ')
		at--;
	while (at > line && at[-1] >= '0' && at[-1] <= '9')
		at--;
	event->thread = (uint32_t)strtoul(at, NULL, 10);
	end = strchr(cpu, ']');
	end = end ? strchr(end + 2, ' ') : NULL;
	if (!end || sscanf(end, " %lu.%lu:", &seconds, &micro) != 2)
		return NULL;
	event->ns = (int64_t)seconds * 1000000000 + (int64_t)micro * 1000;
	end = strchr(end, ':');
	return end ? end + 2 : NULL;
}

static int kernel_take(struct trace *trace, const char *line)
{
	static const struct {
		const char *text;
		enum trace_kind kind;
	} names[] = {
		{ "tracing_mark_write: qda_begin", TRACE_BEGIN },
		{ "tracing_mark_write: qda_end", TRACE_END },
		{ "sys_enter: ", TRACE_ENTER }, { "sys_exit: ", TRACE_EXIT },
		{ "qda_invoke_send: ", TRACE_SEND }, { "qda_invoke_answer: ", TRACE_ANSWER },
		{ "qda_invoke_done: ", TRACE_DONE },
	};
	struct trace_event event = { 0 };
	const char *text = kernel_head(line, &event);

	for (size_t i = 0; text && i < sizeof(names) / sizeof(names[0]); i++) {
		if (strncmp(text, names[i].text, strlen(names[i].text)))
			continue;
		event.kind = names[i].kind;
		event.client = (uint32_t)kernel_number(text, "client=");
		event.handle = (uint32_t)kernel_number(text, "handle=");
		event.method = (uint32_t)kernel_number(text, "method=");
		event.ctx = kernel_number(text, "ctx=");
		return trace_add(trace, &event);
	}
	return 0;
}

/**
 * trace_kernel_stop() - take what the kernel has kept, and be rid of it
 * @trace: gets the events
 *
 * Return: 0 or -errno.
 */
int trace_kernel_stop(struct trace *trace)
{
	char line[1024];
	FILE *file;
	int ret = 0;

	kernel_put("tracing_on", "0");
	file = fopen(KERNEL_INSTANCE "/trace", "re");
	if (!file)
		ret = -errno;
	while (file && !ret && fgets(line, sizeof(line), file)) {
		if (line[0] != '#')
			ret = kernel_take(trace, line);
	}
	if (file)
		fclose(file);
	rmdir(KERNEL_INSTANCE);
	return ret;
}
