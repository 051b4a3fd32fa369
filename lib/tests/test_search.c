// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The search path: its order, and what a program is told about it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake_listener.h"
#include "folder.h"
#include "search.h"
#include "tap.h"

static struct qda_search search;

/* All folders with '|' between them. */
static const char *folders(void)
{
	static char text[1024];

	text[0] = '\0';
	for (const char *f = qda_search_next(&search, NULL); f;
	     f = qda_search_next(&search, f)) {
		strcat(text, text[0] ? "|" : "");
		strcat(text, f);
	}
	return text;
}

static void environment(const char *dsp, const char *adsp)
{
	unsetenv("DSP_LIBRARY_PATH");
	unsetenv("ADSP_LIBRARY_PATH");
	if (dsp)
		setenv("DSP_LIBRARY_PATH", dsp, 1);
	if (adsp)
		setenv("ADSP_LIBRARY_PATH", adsp, 1);
}

/* Own folders, then two variables, then the system's; each once. */
static void order(void)
{
	static const struct {
		const char *first, *dsp, *adsp, *expected;
	} cases[] = {
		{ NULL, NULL, NULL, "" },
		{ "/a", NULL, NULL, "/a|" },
		{ NULL, "/b", "/c", "/b|/c|" },
		{ "/a:/b;/c", "/b:/d", "/e;/a", "/a|/b|/c|/d|/e|" },
		{ ":;/a//;;", "", ":", "/a|" },
		{ "a", "a/:./a", NULL, "a|./a|" },
		{ "/", NULL, NULL, "/|" },
		{ "/a", "/usr/lib/dsp/", NULL, "/a|/usr/lib/dsp|/usr/lib/dsp/cdsp" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char expected[256];

		environment(cases[i].dsp, cases[i].adsp);
		snprintf(expected, sizeof(expected), "%s%s", cases[i].expected,
			 strstr(cases[i].expected, "/usr") ? "" :
			 "/usr/lib/dsp/cdsp|/usr/lib/dsp");
		TAP_EXPECT(!qda_search_init(&search, cases[i].first, "cdsp"));
		if (!TAP_EXPECT(!strcmp(folders(), expected)))
			printf("# case %zu: %s\n", i, folders());
		qda_search_fini(&search);
	}
	environment(NULL, NULL);
}

/* Missing: which file, where it was looked for, and what to do. */
static void text(void)
{
	char small[160], large[512];

	TAP_EXPECT(!qda_search_init(&search, "/one:/two", "adsp"));
	qda_search_text(&search, "libx_skel.so", large, sizeof(large));
	TAP_EXPECT(!strcmp(large,
			   "there is no libx_skel.so in /one, /two, /usr/lib/dsp/adsp, "
			   "/usr/lib/dsp: put it there, or name its folder in "
			   "DSP_LIBRARY_PATH"));
	qda_search_text(&search, "libx_skel.so", small, 110);
	TAP_EXPECT(!strcmp(small,
			   "there is no libx_skel.so in /one, /two, ...: put it "
			   "there, or name its folder in DSP_LIBRARY_PATH"));
	for (size_t size = 1; size < sizeof(small); size++) {
		memset(small, '#', sizeof(small));
		qda_search_text(&search, "libx_skel.so", small, size);
		TAP_EXPECT(strlen(small) < size);
		TAP_EXPECT(size == sizeof(small) || small[size] == '#');
	}
	qda_search_fini(&search);
}

static struct qda_device *dev;
static struct qda_session *session;

static void setup(void)
{
	folder_make();
	mkdir(folder_path("sub"), 0755);
	dev = fake_listener_setup(7);
	TAP_EXPECT(!qda_session_create(dev, QDA_SESSION_UNSIGNED, &session,
				       NULL));
}

static void cleanup(void)
{
	TAP_EXPECT(!qda_session_close(session));
	fake_listener_cleanup(dev);
	folder_remove();
}

/* The DSP's end of an open: asks for a file and reads of it, if it is there. */
static void load(const char *name)
{
	uint32_t sizes[2] = { (uint32_t)strlen(name) + 1, 2 };
	uint32_t file, numbers[2] = { 0, 4 }, answer[2];
	char bytes[4];
	const struct fake_buf in[] = {
		FAKE_BUF(sizes), { (char *)name, sizes[0] }, FAKE_TEXT("r"),
	};
	const struct fake_buf out[] = { FAKE_BUF(file) };
	const struct fake_buf in2[] = { FAKE_BUF(numbers) };
	const struct fake_buf out2[] = { FAKE_BUF(answer), FAKE_BUF(bytes) };

	if (fake_reverse(1, 0, in, 3, out, 1)) {
		fake.open_error = (int32_t)0x8000043e;
		return;
	}
	numbers[0] = file;
	fake_reverse(1, 4, in2, 1, out2, 2);
	fake_reverse(1, 3, in2, 1, NULL, 0);
}

static void load_skel(void)
{
	load("liba_skel.so");
}

static void load_needed(void)
{
	load("liba_skel.so");
	load("libneeded\033.so");
}

/* A module's file is nowhere: said, with all folders. */
static void module_missing(void)
{
	struct qda_module *module;
	char said[QDA_TEXT_SIZE];
	int32_t result;

	setup();
	TAP_EXPECT(!qda_session_set_path(session, "/one;/two"));
	fake.while_open = load_skel;
	fake.open_text = "open: 0x45";
	TAP_EXPECT(qda_module_open(session, "a", &module, &result, said,
				   sizeof(said)) == -EREMOTEIO);
	TAP_EXPECT(result == (int32_t)0x8000043e);
	TAP_EXPECT(!strncmp(said, "there is no liba_skel.so in /one, /two, ",
			    40));
	cleanup();
}

/* The file is there, and one that it needs is not. */
static void needed_missing(void)
{
	struct qda_module *module;
	char said[QDA_TEXT_SIZE];

	setup();
	folder_text("liba_skel.so", "ELF?");
	TAP_EXPECT(!qda_session_set_path(session, folder_path("")));
	fake.while_open = load_needed;
	fake.open_text = "liba_skel.so wants it";
	TAP_EXPECT(qda_module_open(session, "a", &module, NULL, said,
				   sizeof(said)) == -EREMOTEIO);
	/* The name came from the DSP: nothing in it reaches a terminal. */
	TAP_EXPECT(!strncmp(said, "liba_skel.so wants it: there is no "
			    "libneeded .so in /tmp/", 57));

	/* What was missing then is not why the next one is refused. */
	fake.while_open = load_skel;
	fake.open_error = (int32_t)0x8000043e;
	fake.open_text = "another reason";
	TAP_EXPECT(qda_module_open(session, "a", &module, NULL, said,
				   sizeof(said)) == -EREMOTEIO);
	TAP_EXPECT(!strcmp(said, "another reason"));
	cleanup();
}

/* The DSP has the file and something against it: its words stand alone. */
static void module_refused(void)
{
	struct qda_module *module;
	char said[QDA_TEXT_SIZE];

	setup();
	folder_text("liba_skel.so", "ELF?");
	TAP_EXPECT(!qda_session_set_path(session, folder_path("")));
	fake.while_open = load_skel;
	fake.open_error = (int32_t)0x80000406;
	fake.open_text = "no ELF file";
	TAP_EXPECT(qda_module_open(session, "a", &module, NULL, said,
				   sizeof(said)) == -EREMOTEIO);
	TAP_EXPECT(!strcmp(said, "no ELF file"));
	cleanup();
}

/* A file is there and cannot be opened: not missing, and it is said which. */
static void module_unreadable(void)
{
	char said[QDA_TEXT_SIZE], path[512];
	struct qda_module *module;

	setup();
	TAP_EXPECT(!symlink("liba_skel.so", folder_path("liba_skel.so")));
	snprintf(path, sizeof(path), "%s;/two", folder_path(""));
	TAP_EXPECT(!qda_session_set_path(session, path));
	fake.while_open = load_skel;
	TAP_EXPECT(qda_module_open(session, "a", &module, NULL, said,
				   sizeof(said)) == -EREMOTEIO);
	snprintf(path, sizeof(path),
		 "cannot read %s: Too many levels of symbolic links",
		 folder_path("liba_skel.so"));
	TAP_EXPECT(!strcmp(said, path));
	unlink(folder_path("liba_skel.so"));

	/* The same of one that it needs. */
	folder_text("liba_skel.so", "ELF?");
	TAP_EXPECT(!symlink("libneeded\033.so",
			    folder_path("libneeded\033.so")));
	fake.while_open = load_needed;
	TAP_EXPECT(qda_module_open(session, "a", &module, NULL, said,
				   sizeof(said)) == -EREMOTEIO);
	TAP_EXPECT(!strncmp(said, "cannot read ", 12));
	TAP_EXPECT(strstr(said, "libneeded .so: Too many levels"));
	cleanup();
}

/* Which file it was; the first folder wins. A built-in module has none. */
static void module_path(void)
{
	static const char head[52] = "\177ELF\1\1\1";
	struct qda_module *module;
	char path[512], bytes[52];

	setup();
	memcpy(bytes, head, sizeof(bytes));
	bytes[18] = (char)164;
	bytes[36] = 0x73;
	folder_bytes("liba_skel.so", bytes, sizeof(bytes));
	folder_text("sub/liba_skel.so", "other");
	snprintf(path, sizeof(path), "/nowhere:%s;%s", folder_path(""),
		 folder_path("sub"));
	TAP_EXPECT(!qda_session_set_path(session, path));
	fake.while_open = load_skel;
	TAP_EXPECT(!qda_module_open(session, "a", &module, NULL, NULL, 0));
	TAP_EXPECT(qda_module_path(module) &&
		   !strcmp(qda_module_path(module),
			   folder_path("liba_skel.so")));
	TAP_EXPECT(qda_module_isa(module) == 73);
	TAP_EXPECT(qda_module_method(module, "x") == -ENOENT);
	TAP_EXPECT(!qda_module_method_text(module, 0));
	TAP_EXPECT(!qda_module_close(module));

	fake.while_open = NULL;
	TAP_EXPECT(!qda_module_open(session, "b", &module, NULL, NULL, 0));
	TAP_EXPECT(!qda_module_path(module));
	TAP_EXPECT(qda_module_isa(module) == 0);
	TAP_EXPECT(!qda_module_close(module));
	cleanup();
}

static const struct tap_test tests[] = {
	TAP_TEST(order),
	TAP_TEST(text),
	TAP_TEST(module_missing),
	TAP_TEST(needed_missing),
	TAP_TEST(module_unreadable),
	TAP_TEST(module_refused),
	TAP_TEST(module_path),
};

TAP_MAIN(tests)
