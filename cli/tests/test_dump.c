// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * How a process has died, told from dumps in a folder that is a machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump.h"
#include "tap.h"

static char root[] = "/tmp/qda-test-XXXXXX";

/* A dump that was made at @time, of a process with @record. */
static void dump(int number, const char *domain, int time, const char *reason,
		 const char *record)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "mkdir -p %s/sys/class/devcoredump/devcd%d", root, number);
	TAP_EXPECT(!system(path));
	snprintf(path, sizeof(path), "%s/sys/class/devcoredump/devcd%d/data", root, number);
	file = fopen(path, "w");
	fprintf(file, "qda core dump, format 1\ndriver: qda 1.0\ndomain: %s\ntime: %d.000000001\n"
		"reason: %s\n%ssession: client 1\nmemory: 9 bytes follow\npc: no\n", domain,
		time, reason, record);
	fclose(file);
}

static const char *told(void)
{
	static char text[DUMP_TEXT];

	dump_describe(root, "cdsp", 100, text, sizeof(text));
	return text;
}

static void clear(void)
{
	char line[64];

	snprintf(line, sizeof(line), "rm -rf %s/sys", root);
	TAP_EXPECT(!system(line));
}

#define FAULTED "the PD of client 1 has faulted"
#define RECORD "record:\n  signal: SIGSEGV (11), code 1: an access to an address without memory\n" \
	"  address: 0x0\n  pc: libx_skel.so+0x1c (f+0x8)\n  lr: libx_skel.so+0x4\n"

/* Signal, meaning and place; what stands behind the text is not text. */
static void tells(void)
{
	TAP_EXPECT(!told()[0]);
	dump(1, "cdsp", 100, FAULTED, RECORD);
	TAP_EXPECT(!strcmp(told(), "SIGSEGV (11), code 1: an access to an address without memory, "
			   "at libx_skel.so+0x1c (f+0x8)"));
	clear();
	dump(1, "cdsp", 100, FAULTED, "");
	TAP_EXPECT(!told()[0]);
	clear();
}

/* Older ones, other DSPs', those of a whole DSP; and not one of two. */
static void others(void)
{
	dump(1, "cdsp", 99, FAULTED, RECORD);
	dump(2, "adsp", 100, FAULTED, RECORD);
	dump(3, "cdsp", 100, "the DSP has crashed", RECORD);
	TAP_EXPECT(!told()[0]);
	dump(4, "cdsp", 101, FAULTED, RECORD);
	TAP_EXPECT(strstr(told(), "SIGSEGV"));
	dump(5, "cdsp", 101, FAULTED, RECORD);
	TAP_EXPECT(!told()[0]);
	clear();
}

static const struct tap_test tests[] = {
	TAP_TEST(tells),
	TAP_TEST(others),
};

int main(void)
{
	int status;

	if (!mkdtemp(root)) {
		puts("Bail out! no temporary directory");
		return 1;
	}
	status = tap_main(tests, sizeof(tests) / sizeof(tests[0]));
	return rmdir(root) ? 1 : status;
}
