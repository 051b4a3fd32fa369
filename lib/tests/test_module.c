// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Modules: their URIs, and the calls that open and close them.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "fake_ioctl.h"
#include "module.h"
#include "session.h"
#include "tap.h"

#define UNSUPPORTED	((int32_t)0x80000414)

/* A DSP as seen through INVOKE. */
static struct {
	bool has_control1;		/* knows handle 8 */
	int32_t result;			/* of the call itself */
	int32_t error;			/* inside the answer */
	const char *text;
	bool text_unended;
	char uri[1024];
	uint32_t opens[9];		/* by handle */
	uint32_t closes[9];
	uint32_t closed;		/* the module */
} dsp;

static void *address(const struct drm_qda_arg *arg)
{
	return fake_bytes(arg);
}

static int32_t dsp_open(uint32_t handle, const struct drm_qda_arg *args)
{
	const uint32_t *sizes = address(&args[0]);
	uint32_t *answer = address(&args[2]);
	char *text = address(&args[3]);

	dsp.opens[handle]++;
	TAP_EXPECT(args[0].size == 8 && args[2].size == 8);
	TAP_EXPECT(sizes[0] == args[1].size && sizes[1] == args[3].size);
	TAP_EXPECT(args[3].size == 255);
	TAP_EXPECT(args[1].size <= sizeof(dsp.uri));
	memcpy(dsp.uri, address(&args[1]), args[1].size);
	TAP_EXPECT(dsp.uri[args[1].size - 1] == '\0');
	answer[0] = 0x1000;
	answer[1] = (uint32_t)dsp.error;
	if (dsp.text_unended)
		memset(text, 'x', args[3].size);
	else if (dsp.text)
		strcpy(text, dsp.text);
	return dsp.result;
}

static int32_t dsp_close(uint32_t handle, const struct drm_qda_arg *args)
{
	const uint32_t *in = address(&args[0]);
	int32_t *error = address(&args[1]);

	dsp.closes[handle]++;
	dsp.closed = in[0];
	TAP_EXPECT(args[0].size == 8 && args[1].size == 4);
	TAP_EXPECT(in[1] == args[2].size);
	*error = dsp.error;
	return dsp.result;
}

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_invoke *invoke = arg;
	const struct drm_qda_arg *args =
		(void *)(uintptr_t)invoke->args.pointer;

	(void)fd;
	if (request == DRM_IOCTL_QDA_QUERY)
		return -EUSERS;
	if (request != DRM_IOCTL_QDA_INVOKE)
		return fake_gem(request, arg);
	TAP_EXPECT(invoke->timeout_ns > 0);

	/* It asks for nothing, so it needs no listener. */
	if (invoke->handle == 7 || invoke->handle == 3) {
		invoke->result = UNSUPPORTED;
		return 0;
	}
	if (invoke->handle == 8 && !dsp.has_control1)
		invoke->result = UNSUPPORTED;
	else if (invoke->handle == 8 && invoke->scalars == 0x02020200)
		invoke->result = dsp_open(8, args);
	else if (invoke->handle == 8 && invoke->scalars == 0x03010200)
		invoke->result = dsp_close(8, args);
	else if (invoke->handle == 0 && invoke->scalars == 0x00020200)
		invoke->result = dsp_open(0, args);
	else if (invoke->handle == 0 && invoke->scalars == 0x01010200)
		invoke->result = dsp_close(0, args);
	else
		TAP_EXPECT(!"a call that a DSP knows");
	return 0;
}

static struct qda_device dev;
static struct qda_session session = { .dev = &dev, .id = 1, .users = 1 };

static void reset(void)
{
	memset(&dsp, 0, sizeof(dsp));
	dsp.has_control1 = true;
	dev = fake_device("cdsp");
	fake_ioctl = kernel;
}

/* A name becomes FastRPC's URI. */
static void uri(void)
{
	char text[128];

	TAP_EXPECT(qda_module_uri("sobel", "cdsp", text, sizeof(text)) ==
		   (int)strlen(text) + 1);
	TAP_EXPECT(!strcmp(text,
			   "file:///libsobel_skel.so?sobel_skel_handle_invoke"
			   "&_modver=1.0&_dom=cdsp"));

	TAP_EXPECT(qda_module_uri("a-b_c.1+2", "adsp", text, sizeof(text)) > 0);
	TAP_EXPECT(strstr(text, "&_dom=adsp"));
}

/* Names that would mean another file or another parameter. */
static void uri_refused(void)
{
	static const char *const names[] = {
		"", "a/b", "../a", "a b", "a&b", "a?b", "a\n", "\xc3\xa4", "a%b",
	};
	char text[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		TAP_EXPECT(qda_module_uri(names[i], "cdsp", text,
					  sizeof(text)) == -EINVAL);
	TAP_EXPECT(qda_module_uri("sobel", "cdsp", text, 20) == -ENAMETOOLONG);
}

/* Open and close through handle 8. */
static void open_close(void)
{
	struct qda_module *module;
	int32_t result = 9;

	reset();
	TAP_EXPECT(!qda_module_open(&session, "sobel", &module, &result, NULL,
				    0));
	TAP_EXPECT(result == 0);
	TAP_EXPECT(qda_module_handle(module) == 0x1000);
	TAP_EXPECT(strstr(dsp.uri, "libsobel_skel.so"));
	TAP_EXPECT(!qda_module_close(module));
	TAP_EXPECT(dsp.closed == 0x1000);
	TAP_EXPECT(dsp.opens[8] == 1 && dsp.closes[8] == 1);
	TAP_EXPECT(dsp.opens[0] == 0 && dsp.closes[0] == 0);
}

/* A DSP without handle 8: handle 0 opens, and closes. */
static void older_dsp(void)
{
	struct qda_module *module;

	reset();
	dsp.has_control1 = false;
	TAP_EXPECT(!qda_module_open(&session, "sobel", &module, NULL, NULL, 0));
	TAP_EXPECT(!qda_module_close(module));
	TAP_EXPECT(dsp.opens[0] == 1 && dsp.closes[0] == 1);
}

/* The call succeeds and its answer says no: with code and words. */
static void unknown_module(void)
{
	struct qda_module *module;
	int32_t result = 0;
	char text[QDA_TEXT_SIZE];

	reset();
	dsp.error = (int32_t)0x8000043e;
	dsp.text = "cannot open\tlibnone_skel.so\n";
	TAP_EXPECT(qda_module_open(&session, "none", &module, &result, text,
				   sizeof(text)) == -EREMOTEIO);
	TAP_EXPECT(result == (int32_t)0x8000043e);
	TAP_EXPECT(!strcmp(text, "cannot open libnone_skel.so"));
	TAP_EXPECT(qda_module_open(&session, "none", &module, NULL, NULL, 0) ==
		   -EREMOTEIO);
}

/* The call itself fails on the DSP; another result than "unsupported". */
static void failed_call(void)
{
	struct qda_module *module;
	int32_t result = 0;

	reset();
	dsp.result = (int32_t)0x80000402;
	TAP_EXPECT(qda_module_open(&session, "sobel", &module, &result, NULL,
				   0) == -EREMOTEIO);
	TAP_EXPECT(result == (int32_t)0x80000402);
	TAP_EXPECT(dsp.opens[0] == 0);
}

/* A text without an end stays inside the caller's room. */
static void unended_text(void)
{
	struct qda_module *module;
	char text[QDA_TEXT_SIZE + 1];
	char tiny[4] = "zzz";

	reset();
	dsp.error = 1;
	dsp.text_unended = true;
	text[QDA_TEXT_SIZE] = '#';
	TAP_EXPECT(qda_module_open(&session, "sobel", &module, NULL, text,
				   QDA_TEXT_SIZE) == -EREMOTEIO);
	TAP_EXPECT(strlen(text) == 255);
	TAP_EXPECT(text[QDA_TEXT_SIZE] == '#');
	TAP_EXPECT(qda_module_open(&session, "sobel", &module, NULL, tiny,
				   3) == -EREMOTEIO);
	TAP_EXPECT(!strcmp(tiny, "xx"));
}

/* A URI goes to the DSP as it is, if it is for this session. */
static void uri_here(void)
{
	static const char *const uris[] = {
		"file:///x.so?y", "file:///./x.so?y", "file:///x.so?y&_dom=cdsp",
		"file:///x.so?y&_session=0", "file:///x.so?y&_modver=1.0&_dom=cdsp&_session=0",
		"file:///x.so?_dom=cdsp", "file:///x.so",
	};
	struct qda_module *module;

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		reset();
		if (!TAP_EXPECT(!qda_module_open(&session, uris[i], &module, NULL, NULL, 0)))
			continue;
		TAP_EXPECT(!strcmp(dsp.uri, uris[i]));
		TAP_EXPECT(!qda_module_close(module));
	}
	TAP_EXPECT(!qda_session_set_number(&session, 3));
	TAP_EXPECT(!qda_module_open(&session, "file:///x.so?y&_session=3", &module, NULL, NULL, 0));
	TAP_EXPECT(!qda_module_close(module));
	TAP_EXPECT(!qda_session_set_number(&session, 0));
	TAP_EXPECT(qda_session_set_number(&session, 4) == -EINVAL);
}

/* One that is for another DSP or session, or makes no sense, never gets there. */
static void uri_elsewhere(void)
{
	static const struct {
		const char *uri;
		int error;
		const char *part;
	} cases[] = {
		{ "file:///x.so?y&_dom=adsp", -EXDEV, "for the DSP adsp, and the session is on cdsp" },
		{ "file:///x.so?y&_dom=cdsp1", -EXDEV, "for the DSP cdsp1" },
		{ "file:///x.so?y&_dom=cds", -EXDEV, "for the DSP cds," },
		{ "file:///x.so?y&_dom=", -EINVAL, "_dom=" },
		{ "file:///x.so?y&_dom=abcdefghijklmnopq", -EINVAL, "_dom=abcdefghijklmnopq" },
		{ "file:///x.so?y&_dom=cdsp&_dom=adsp", -EINVAL, "_dom=adsp" },
		{ "file:///x.so?y&_session=1", -EXDEV, "for session 1 of cdsp" },
		{ "file:///x.so?y&_session=4", -EINVAL, "give 0 to 3" },
		{ "file:///x.so?y&_session=-1", -EINVAL, "give 0 to 3" },
		{ "file:///x.so?y&_session=01", -EINVAL, "give 0 to 3" },
		{ "file:///x.so?y&_session=", -EINVAL, "give 0 to 3" },
		{ "file:///x.so?y&_session=0&_session=1", -EINVAL, "_session=1" },
		{ "file:///sub/x.so?y", -EINVAL, "'sub/x.so' in the URI" },
		{ "file:///../x.so?y", -EINVAL, "'../x.so' in the URI" },
		{ "file:///.x.so?y", -EINVAL, "'.x.so' in the URI" },
		{ "file:///?y", -EINVAL, "'' in the URI" },
	};
	struct qda_module *module;
	char text[QDA_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		reset();
		TAP_EXPECT(qda_module_open(&session, cases[i].uri, &module, NULL, text,
					   sizeof(text)) == cases[i].error);
		if (!TAP_EXPECT(strstr(text, cases[i].part)))
			printf("# %s: %s\n", cases[i].uri, text);
		TAP_EXPECT(!dsp.opens[8] && !dsp.opens[0]);
	}
}

/* DSP and session of a URI, before there is any session. */
static void uri_target(void)
{
	uint32_t number = 9;
	char domain[QDA_DOMAIN_SIZE], text[QDA_TEXT_SIZE];

	TAP_EXPECT(!qda_uri_target("file:///x.so?y&_dom=adsp&_session=2", domain, &number,
				   text, sizeof(text)));
	TAP_EXPECT(!strcmp(domain, "adsp") && number == 2 && !text[0]);
	TAP_EXPECT(!qda_uri_target("file:///x.so?y", domain, &number, NULL, 0));
	TAP_EXPECT(!domain[0] && !number);
	TAP_EXPECT(!qda_uri_target("calculator", domain, &number, NULL, 0) && !domain[0]);
	TAP_EXPECT(qda_uri_target("file:///a/b?y", domain, &number, text, sizeof(text)) ==
		   -EINVAL);
	TAP_EXPECT(strstr(text, "without a folder") && !domain[0]);
}

static const struct tap_test tests[] = {
	TAP_TEST(uri),
	TAP_TEST(uri_refused),
	TAP_TEST(uri_here),
	TAP_TEST(uri_elsewhere),
	TAP_TEST(uri_target),
	TAP_TEST(open_close),
	TAP_TEST(older_dsp),
	TAP_TEST(unknown_module),
	TAP_TEST(failed_call),
	TAP_TEST(unended_text),
};

TAP_MAIN(tests)
