// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Files that the DSP loads: what it says about those that it cannot, and what
 * the code in them says.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/skeleton.h"
#include "tools/t.h"

/* remotectl1: object that opens modules, and its method for that. */
#define LIBRARY_CTL		8
#define LIBRARY_CTL_OPEN	2

/* Method of the library "echo": a number that the module of this name has not got. */
#define LIBRARY_ECHO_FILE	2

/* A new module of the session must fail; @text gets why. */
static void library_refused(struct skeleton *s, const char *name, char *text)
{
	struct qda_module *module;
	int32_t result = 0;

	text[0] = '\0';
	T_ERR(qda_module_open(s->session, name, &module, &result, text, QDA_TEXT_SIZE),
	      -EREMOTEIO);
	T_CHECK(result);
	T_CHECK(text[0]);
}

/* Situation: a library that does not exist.
 * Expectation: the text names the file and the folders; the session lives on.
 */
T_CASE(library_missing_file, "missing-file")
{
	char text[QDA_TEXT_SIZE];
	struct skeleton s = skeleton_setup("crash");

	library_refused(&s, "nowhere", text);
	T_CHECK(strstr(text, "libnowhere_skel.so"));
	T_CHECK(strstr(text, "/usr/lib/dsp"));
	T_CHECK(strstr(text, SKELETON_TESTS));
	T_EQ(skeleton_alive(&s), 1);
	skeleton_close(&s, true);
}

/* What is done to a good library. */
struct library_damage {
	const char *name;
	/* Bytes that are left of it; 0: all. */
	size_t size;
	/* Where four bytes are replaced, if @value is not 0. */
	size_t at;
	uint32_t value;
};

static const struct library_damage library_damages[] = {
	{ .name = "short", .size = 20 },
	{ .name = "headers", .size = 60 },
	{ .name = "half", .size = 1500 },
	{ .name = "magic", .at = 0, .value = 0x464c4580 },
	{ .name = "machine", .at = 16, .value = 0x00b70003 },	/* AArch64 */
	{ .name = "class", .at = 4, .value = 0x00010102 },	/* 64 bits */
	{ .name = "type", .at = 16, .value = 0x00a40002 },	/* a program */
	{ .name = "phoff", .at = 28, .value = 0x7fffff00 },
	{ .name = "phnum", .at = 44, .value = 0xffff },
	/* Second program header, the first segment: size in memory, in the file. */
	{ .name = "memsz", .at = 52 + 32 + 20, .value = 0xffff0000 },
	{ .name = "filesz", .at = 52 + 32 + 16, .value = 0x7fff0000 },
};

static void library_damage(const char *folder, const struct library_damage *damage)
{
	static uint8_t bytes[65536];
	char path[160];
	ssize_t size;
	int fd;

	T_OK(fd = open("/usr/lib/dsp/libcalculator_skel.so", O_RDONLY | O_CLOEXEC));
	size = read(fd, bytes, sizeof(bytes));
	close(fd);
	T_CHECK(size > 1500 && size < (ssize_t)sizeof(bytes));
	if (damage->value)
		memcpy(bytes + damage->at, &damage->value, sizeof(damage->value));
	if (damage->size)
		size = damage->size;
	snprintf(path, sizeof(path), "%s/lib%s_skel.so", folder, damage->name);
	T_OK(fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
	T_EQ(write(fd, bytes, size), size);
	close(fd);
}

/* Situation: files that are no libraries, or damaged ones.
 * Expectation: each is refused with a text that names it; the session lives on.
 */
T_CASE(library_damaged, "damaged-files")
{
	char folder[] = "/tmp/library-XXXXXX", text[QDA_TEXT_SIZE], name[80];
	struct skeleton s;

	T_CHECK(mkdtemp(folder));
	s = skeleton_setup("crash");
	T_OK(qda_session_set_path(s.session, folder));
	for (size_t i = 0; i < T_ARRAY(library_damages); i++) {
		const struct library_damage *damage = &library_damages[i];

		library_damage(folder, damage);
		library_refused(&s, damage->name, text);
		snprintf(name, sizeof(name), "lib%s_skel.so", damage->name);
		T_CHECK(strstr(text, name));
		T_EQ(skeleton_alive(&s), i + 1);
	}
	skeleton_close(&s, true);
}

/* Situation: a library imports a function that no DSP has.
 * Expectation: it is refused with a text that names both; the session lives on.
 */
T_CASE(library_unresolved, "unresolved-import")
{
	char text[QDA_TEXT_SIZE];
	struct skeleton s = skeleton_setup("crash");

	library_refused(&s, "unresolved", text);
	T_CHECK(strstr(text, "libunresolved_skel.so"));
	T_CHECK(strstr(text, "qda_test_no_such_function"));
	T_EQ(skeleton_alive(&s), 1);
	skeleton_close(&s, true);
}

/* Situation: lines of the levels from low to error, from a method.
 * Expectation: the log has each with its level and its file.
 */
T_CASE(library_farf, "farf")
{
	static const char *const levels[] = { "low", "medium", "high", "error" };
	uint32_t count = T_ARRAY(levels);
	char text[32], line[80];
	struct skeleton s;

	snprintf(text, sizeof(text), "hello from %d:", getpid());
	s = skeleton_setup("crash");
	T_CHECK(!skeleton_log_count(NULL, text));
	skeleton_good(&s, CRASH_SAY, (struct qda_arg[]){
		qda_arg_in(&count, sizeof(count)), qda_arg_in(text, strlen(text) + 1),
	}, 2);
	for (uint32_t i = 0; i < count; i++) {
		snprintf(line, sizeof(line), "%s %u", text, i);
		T_CHECK(skeleton_log_count(NULL, line));
		snprintf(line, sizeof(line), "%s crash.c:", levels[i]);
		T_CHECK(skeleton_log_count(NULL, line));
	}
	skeleton_close(&s, true);
}

/* Situation: a library that opens only by a URI with its version; it has that URI.
 * Expectation: an open by name takes it; a URI without the version is refused.
 */
T_CASE(library_own_uri, "own-uri")
{
	static const char other[] =
		"file:///libversioned_skel.so?versioned_skel_handle_invoke&_modver=1.0";
	struct qda_module *module;
	struct skeleton s = skeleton_setup("versioned");
	int32_t result = 0;

	T_ERR(qda_module_open(s.session, other, &module, &result, NULL, 0), -EREMOTEIO);
	T_EQ(result, (int32_t)0x80000594);
	skeleton_close(&s, true);
}

/* Situation: a library that has the name of a built-in module is opened by its plain name,
 * as it is on the wire if an interface has no handles.
 * Expectation: the file serves, not the built-in module.
 */
T_CASE(library_plain_name, "plain-name")
{
	uint32_t sizes[2] = { sizeof("echo"), QDA_TEXT_SIZE }, answer[2] = { 0 }, number = 0;
	const struct qda_arg arg = qda_arg_out(&number, sizeof(number));
	struct skeleton s = skeleton_setup("crash");
	char text[QDA_TEXT_SIZE] = "";
	int32_t result = 0;

	T_OK(qda_invoke(s.session, LIBRARY_CTL, LIBRARY_CTL_OPEN, (struct qda_arg[]){
		qda_arg_in(sizes, sizeof(sizes)), qda_arg_in("echo", sizeof("echo")),
		qda_arg_out(answer, sizeof(answer)), qda_arg_out(text, sizeof(text)),
	}, 4, SKELETON_NS, &result));
	T_EQ(result, 0);
	T_STEP(text);
	T_EQ(answer[1], 0);
	T_OK(qda_invoke(s.session, answer[0], LIBRARY_ECHO_FILE, &arg, 1, SKELETON_NS, &result));
	T_EQ(result, 0);
	T_EQ(number, 0xf11e);
	skeleton_close(&s, true);
}

/* Situation: a DSP that runs no Hexagon code, and libraries that are there.
 * Expectation: a built-in module of the name serves; without one it is refused, with
 * a text that names the file.
 */
T_CASE(library_built_in, "built-in")
{
	char text[QDA_TEXT_SIZE];
	struct skeleton s = { 0 };
	struct qda_module *module;

	T_OK(qda_device_open("cdsp", &s.dev));
	T_OK(qda_session_create(s.dev, QDA_SESSION_UNSIGNED, &s.session, NULL));
	T_OK(qda_module_open(s.session, "calculator", &module, NULL, NULL, 0));
	if (qda_module_path(module))
		t_skip("the board runs Hexagon code");
	T_EQ(qda_module_isa(module), 0);
	T_OK(qda_module_close(module));
	library_refused(&s, "histogram", text);
	T_CHECK(strstr(text, "libhistogram_skel.so"));
	T_OK(qda_session_close(s.session));
	qda_device_close(s.dev);
}
