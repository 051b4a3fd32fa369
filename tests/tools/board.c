// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The board from inside the guest.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/t.h"

#define BOARD_PORT	"org.qda.vdsp"
#define BOARD_MODULE	"/lib/qda/qda.ko"
#define BOARD_DEVICES	"/sys/bus/rpmsg/drivers/qda*/*fastrpc*"
/* Milliseconds: an answer of the control line; a change of the DSP's state. */
#define BOARD_ANSWER_MS	(20000 * (int)t_slowdown())
#define BOARD_STATE_MS	(60000 * (int)t_slowdown())

#define BOARD_LOG_RESTART				\
	"remoteproc remoteproc*",			\
	"qcom_q6v5_adsp *",				\
	"*timeout waiting for ssctl service*",		\
	"platform *-cb.*: Adding to iommu group *",	\
	"[[]drm] Initialized qda *"

const char *const board_log_restart[] = { BOARD_LOG_RESTART, NULL };

const char *const board_log_soak[] = {
	BOARD_LOG_RESTART,
	"*glink-edge: intent request timed out",
	"arm-smmu-v3 *",
	"arm_smmu_*: * callbacks suppressed",
	NULL,
};

const char *const board_log_node[] = {
	"platform *-cb.*: Adding to iommu group *",
	"[[]drm] Initialized qda *",
	NULL,
};

const char *const board_log_refused[] = {
	"qda *: error -EINVAL: /remoteproc@*/compute-cb@1 has no reg",
	"qda *: error -EINVAL: no usable context bank",
	"qda *: rpmsg_dev_probe: failed: -22",
	"qda *: probe with driver qda failed with error -22",
	NULL,
};

const char *const board_log_fault[] = {
	"arm-smmu-v3 *",
	"arm_smmu_*: * callbacks suppressed",
	NULL,
};

/* First line of a small file, without its end. */
static int board_read(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");

	if (!file)
		return -errno;
	if (!fgets(text, (int)size, file))
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	fclose(file);
	return 0;
}

int board_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t put;
	int ret;

	if (fd < 0)
		return -errno;
	put = write(fd, text, strlen(text));
	ret = put < 0 ? -errno : 0;
	close(fd);
	return ret;
}

/* Opens the port of the control line, which has room for one user. */
static int board_port_open(void)
{
	int ret = -ENOENT;
	glob_t found;

	if (glob("/sys/class/virtio-ports/*/name", 0, NULL, &found))
		return -ENOENT;
	for (size_t i = 0; i < found.gl_pathc && ret < 0; i++) {
		char name[64], path[64], *port = found.gl_pathv[i];

		if (board_read(port, name, sizeof(name)) || strcmp(name, BOARD_PORT))
			continue;
		*strrchr(port, '/') = '\0';
		snprintf(path, sizeof(path), "/dev/%.50s", strrchr(port, '/') + 1);
		for (int n = 0; n < 1000; n++) {
			ret = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
			if (ret >= 0 || errno != EBUSY)
				break;
			t_sleep_ms(20);
		}
		ret = ret < 0 ? -errno : ret;
	}
	globfree(&found);
	return ret;
}

/* Reads up to the end of the line; bytes of an older answer do not occur here. */
static int board_port_line(int fd, char *answer, size_t size)
{
	size_t filled = 0;

	for (int ms = 0; ms < BOARD_ANSWER_MS; ) {
		ssize_t got = read(fd, answer + filled, 1);

		if (got == 1 && answer[filled] == '\n') {
			answer[filled] = '\0';
			return 0;
		}
		if (got == 1) {
			filled += filled + 1 < size;
			continue;
		}
		if (got < 0 && errno != EAGAIN)
			return -errno;
		t_sleep_ms(2);
		ms += 2;
	}
	return -ETIMEDOUT;
}

static int board_port_put(int fd, const char *text, size_t size)
{
	for (int ms = 0; ms < BOARD_ANSWER_MS; ms += 10) {
		ssize_t put = write(fd, text, size);

		if (put == (ssize_t)size)
			return 0;
		if (put < 0 && errno != EAGAIN)
			return -errno;
		if (put > 0) {
			text += put;
			size -= (size_t)put;
		}
		t_sleep_ms(10);
	}
	return -ETIMEDOUT;
}

int board_ask(const char *command, char *answer, size_t size)
{
	char line[256], old[64];
	int fd, ret;

	fd = board_port_open();
	if (fd < 0)
		return fd;
	/* An answer that an earlier, killed case did not wait for. */
	while (read(fd, old, sizeof(old)) > 0)
		;
	snprintf(line, sizeof(line), "%s\n", command);
	ret = board_port_put(fd, line, strlen(line));
	if (!ret && answer)
		ret = board_port_line(fd, answer, size);
	close(fd);
	return ret;
}

void board_tell(const char *format, ...)
{
	char command[200], answer[512];
	va_list list;

	va_start(list, format);
	vsnprintf(command, sizeof(command), format, list);
	va_end(list);
	t_at(__FILE__, __LINE__, command);
	t_status(board_ask(command, answer, sizeof(answer)), 0);
	if (strncmp(answer, "ok", 2))
		t_fail("the virtual DSP answers: %s", answer);
}

static long board_stat_find(const char *key)
{
	char answer[512], *place = answer;

	t_status(board_ask("stats", answer, sizeof(answer)), 0);
	while ((place = strstr(place, key))) {
		char *end = place + strlen(key);

		if (place > answer && place[-1] == ' ' && *end == '=')
			return strtol(end + 1, NULL, 0);
		place = end;
	}
	t_fail("no %s in: %s", key, answer);
}

long board_stat(const char *key)
{
	T_STEP("stats of the virtual DSP");
	return board_stat_find(key);
}

void board_stat_wait(const char *key, long value)
{
	long seen = board_stat(key);

	for (int ms = 0; seen != value && ms < BOARD_STATE_MS; ms += 20) {
		t_sleep_ms(20);
		seen = board_stat(key);
	}
	if (seen != value)
		t_fail("%s stays %ld, expected %ld", key, seen, value);
}

void board_stat_reach(const char *key, long value)
{
	long seen = board_stat(key);

	for (int ms = 0; seen < value && ms < BOARD_STATE_MS; ms += 20) {
		t_sleep_ms(20);
		seen = board_stat(key);
	}
	if (seen < value)
		t_fail("%s is still %ld, expected %ld", key, seen, value);
}

void board_honest(void)
{
	board_tell("lie none");
}

/* Path of a file of the DSP's remoteproc; firmware names tell which it is. */
static void board_dsp_path(const char *file, char *path, size_t size)
{
	const char *domain = getenv("T_DSP") ? getenv("T_DSP") : "cdsp";
	char wanted[64], name[128];
	glob_t found;

	snprintf(wanted, sizeof(wanted), "vdsp-%s.mbn", domain);
	path[0] = '\0';
	if (glob("/sys/class/remoteproc/*/firmware", 0, NULL, &found))
		t_skip("there is no remoteproc");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (board_read(found.gl_pathv[i], name, sizeof(name)) || strcmp(name, wanted))
			continue;
		*strrchr(found.gl_pathv[i], '/') = '\0';
		snprintf(path, size, "%s/%s", found.gl_pathv[i], file);
	}
	globfree(&found);
	if (!path[0])
		t_fail("no remoteproc has the firmware %s", wanted);
}

void board_dsp_state(char *state, size_t size)
{
	char path[128];

	board_dsp_path("state", path, sizeof(path));
	t_status(board_read(path, state, size), 0);
}

void board_dsp_wait(const char *wanted)
{
	char state[32] = "";

	t_at(__FILE__, __LINE__, wanted);
	for (int ms = 0; ms < BOARD_STATE_MS; ms += 20) {
		board_dsp_state(state, sizeof(state));
		if (!strcmp(state, wanted))
			return;
		t_sleep_ms(20);
	}
	t_fail("the DSP stays %s, expected %s", state, wanted);
}

int board_dsp_write(const char *order)
{
	char path[128];

	board_dsp_path("state", path, sizeof(path));
	return board_write(path, order);
}

void board_dsp_restart(void)
{
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_OK(board_dsp_write("start"));
	board_dsp_wait("running");
}

int board_module_load_with(const char *params)
{
	int fd = open(BOARD_MODULE, O_RDONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return -errno;
	ret = syscall(SYS_finit_module, fd, params, 0) ? -errno : 0;
	close(fd);
	return ret;
}

int board_module_load(void)
{
	return board_module_load_with("");
}

int board_module_unload(void)
{
	return syscall(SYS_delete_module, "qda", O_NONBLOCK) ? -errno : 0;
}

int board_module_find(const char *name, unsigned long *start, unsigned long *end)
{
	unsigned long size, address;
	char line[512], found[64];
	int ret = -ENOENT;
	FILE *modules = fopen("/proc/modules", "re");

	while (modules && fgets(line, sizeof(line), modules))
		if (sscanf(line, "%63s %lu %*s %*s %*s %lx", found, &size, &address) == 3 &&
		    !strcmp(found, name)) {
			*start = address;
			*end = address + size;
			ret = 0;
		}
	if (modules)
		fclose(modules);
	return ret;
}

void board_unbind(void)
{
	char path[320], *slash;
	glob_t found;

	if (glob(BOARD_DEVICES, 0, NULL, &found))
		t_fail("no device matches %s", BOARD_DEVICES);
	slash = strrchr(found.gl_pathv[0], '/');
	snprintf(path, sizeof(path), "%.*s/unbind", (int)(slash - found.gl_pathv[0]),
		 found.gl_pathv[0]);
	T_OK(board_write(path, slash + 1));
	globfree(&found);
}
