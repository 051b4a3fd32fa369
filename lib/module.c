// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Modules: code that the DSP loads into a session's process. The calls are
 * those of FastRPC's remote control objects: handle 8 for a DSP that has it,
 * else handle 0, whose methods take the same arguments.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "listener.h"
#include "module.h"
#include "session.h"
#include "skel.h"
#include "uri.h"

#define MODULE_URI_SIZE		1024
#define MODULE_TEXT_SIZE	255	/* what Qualcomm's library offers */

/* A DSP that does not open in this time never will. */
#define MODULE_TIMEOUT_NS	INT64_C(30000000000)

/* AEE codes that DSPs add this to, or not. */
#define MODULE_AEE_DSP		0x80000400u

/* AEE_EUNSUPPORTED from the DSP: it has no such object or method. */
#define MODULE_UNSUPPORTED	((int32_t)0x80000414)

/**
 * struct module_control - a remote object that opens and closes modules
 */
struct module_control {
	/** @handle: the object */
	uint32_t handle;
	/** @open: its method */
	uint32_t open;
	/** @close: its method */
	uint32_t close;
};

static const struct module_control module_control1 = { 8, 2, 3 };
static const struct module_control module_control0 = { 0, 0, 1 };

/**
 * struct qda_module - an open module
 */
struct qda_module {
	/** @session: whose process it is loaded into */
	struct qda_session *session;
	/** @control: what opened it and will close it */
	const struct module_control *control;
	/** @handle: the DSP's number of it */
	uint32_t handle;
	/** @path: the file that the DSP got of this library, or NULL */
	char *path;
	/** @skel: what that file says */
	struct qda_skel skel;
};

/* The characters of a C name and '-', '.', '+': no way into another folder. */
static int module_check_name(const char *name)
{
	if (!*name)
		return -EINVAL;
	for (; *name; name++) {
		if (!isalnum((unsigned char)*name) && !strchr("_-.+", *name))
			return -EINVAL;
	}
	return 0;
}

/**
 * qda_module_uri() - make the URI of a module
 * @name: its name
 * @domain: name of the DSP
 * @uri: where to put the URI
 * @size: bytes at @uri
 *
 * Return: bytes of the URI, NUL included; -EINVAL for a name that cannot be
 * one; -ENAMETOOLONG.
 */
int qda_module_uri(const char *name, const char *domain, char *uri,
		   size_t size)
{
	int length;

	if (module_check_name(name))
		return -EINVAL;
	length = snprintf(uri, size,
			  "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0&_dom=%s",
			  name, name, domain);
	return length >= (int)size ? -ENAMETOOLONG : length + 1;
}

/**
 * qda_module_text() - take over a text of the DSP
 * @from_dsp: the text, perhaps without an end
 * @from_size: bytes at @from_dsp
 * @text: where to put it: one line of printable characters
 * @size: bytes at @text, at least 1
 */
void qda_module_text(const char *from_dsp, size_t from_size, char *text,
		     size_t size)
{
	size_t length = 0;

	while (length < from_size && length < size - 1 && from_dsp[length]) {
		unsigned char c = (unsigned char)from_dsp[length];

		text[length++] = c >= ' ' && c < 0x7f ? (char)c : ' ';
	}
	while (length && text[length - 1] == ' ')
		length--;
	text[length] = '\0';
}

/**
 * struct module_opened - answer to an open
 */
struct module_opened {
	/** @handle: number of the module */
	uint32_t handle;
	/** @error: 0, or why it could not be loaded */
	int32_t error;
	/** @text: the same in the DSP's words */
	char text[MODULE_TEXT_SIZE];
};

static int module_call_open(const struct qda_module *module, const char *uri,
			    uint32_t uri_size, struct module_opened *opened,
			    int32_t *result)
{
	uint32_t sizes[2] = { uri_size, sizeof(opened->text) };
	uint32_t answer[2] = { 0 };
	const struct qda_arg args[] = {
		qda_arg_in(sizes, sizeof(sizes)),
		qda_arg_in(uri, uri_size),
		qda_arg_out(answer, sizeof(answer)),
		qda_arg_out(opened->text, sizeof(opened->text)),
	};
	int ret;

	memset(opened, 0, sizeof(*opened));
	ret = qda_invoke(module->session, module->control->handle,
			 module->control->open, args, 4, MODULE_TIMEOUT_NS,
			 result);
	opened->handle = answer[0];
	opened->error = (int32_t)answer[1];
	return ret;
}

/* Like module_call_open(), with the control that the DSP has. */
static int module_try_open(struct qda_module *module, const char *uri,
			   uint32_t uri_size, struct module_opened *opened,
			   int32_t *result)
{
	int ret;

	module->control = &module_control1;
	ret = module_call_open(module, uri, uri_size, opened, result);
	if (ret || *result != MODULE_UNSUPPORTED)
		return ret;

	module->control = &module_control0;
	return module_call_open(module, uri, uri_size, opened, result);
}

/* Does the DSP say that something is not there? */
static bool module_is_missing(int32_t said)
{
	uint32_t code = (uint32_t)said;

	if (code >= MODULE_AEE_DSP)
		code -= MODULE_AEE_DSP;
	switch (code) {
	case 0x006:	/* unable to load */
	case 0x027:	/* no such name */
	case 0x03e:	/* no such module */
	case 0x045:	/* no such file */
		return true;
	default:
		return false;
	}
}

/* Its file may be for a later Hexagon than the DSP is: a sentence, or "". */
static void module_compare_isa(const struct qda_module *module, char *text,
			       size_t size)
{
	uint32_t isa = module->skel.isa;
	uint32_t dsp = module->path && isa ? qda_device_isa(module->session->dev) : 0;

	text[0] = '\0';
	if (dsp && isa > dsp)
		snprintf(text, size,
			 "%s is made for Hexagon v%u, and this DSP is v%u: it may lack instructions, compile with -mv%u",
			 module->path, isa, dsp, dsp);
}

/*
 * The DSP's words are good where it has seen the file; where there was none to
 * see, the program wants to know which, and where it should be.
 */
static void module_explain(const struct qda_module *module, const char *file,
			   const struct module_opened *opened, int32_t said,
			   char *text, size_t size)
{
	struct qda_session *session = module->session;
	char mine[QDA_TEXT_SIZE] = "", both[2 * QDA_TEXT_SIZE];
	enum qda_supply_lack lack = QDA_SUPPLY_NOTHING;

	/* Without a listener the DSP cannot have asked for a file. */
	if (session->listener && module_is_missing(said))
		lack = qda_supply_explain(&session->supply, file, mine,
					  sizeof(mine));
	if (lack == QDA_SUPPLY_NOTHING)
		module_compare_isa(module, mine, sizeof(mine));
	snprintf(both, sizeof(both), "%.*s%s%s",
		 lack == QDA_SUPPLY_FILE ? 0 : (int)sizeof(opened->text),
		 opened->text, mine[0] && lack != QDA_SUPPLY_FILE &&
		 opened->text[0] ? ": " : "", mine);
	qda_module_text(both, sizeof(both), text, size);
}

static void module_free(struct qda_module *module)
{
	qda_skel_fini(&module->skel);
	free(module->path);
	free(module);
}

/* What the DSP has read of this library, if it has. */
static void module_identify(struct qda_module *module, const char *file)
{
	module->path = qda_supply_path(&module->session->supply, file);
	if (module->path)
		qda_skel_read(&module->skel, module->path);
}

/* A URI of the program: is it for this session? */
static int module_check_uri(const struct qda_session *session,
			    const struct qda_uri *uri, char *why, size_t size)
{
	const char *domain = session->dev->info.domain;

	if (uri->domain[0] && strcmp(uri->domain, domain)) {
		snprintf(why, size,
			 "the URI is for the DSP %s, and the session is on %s: open one there, or change _dom",
			 uri->domain, domain);
		return -EXDEV;
	}
	if (uri->has_session && uri->session != session->number) {
		snprintf(why, size,
			 "the URI is for session %u of %s, and this is session %u: see qda_session_set_number()",
			 uri->session, domain, session->number);
		return -EXDEV;
	}
	return 0;
}

/* The file's own URI, of the makers of the module, if it has one. */
static int module_own_uri(struct qda_session *session, const char *name,
			  const char *file, char *uri, size_t size)
{
	char own[MODULE_URI_SIZE];
	int fd = qda_supply_find(&session->supply, file);
	int ret;

	if (fd < 0)
		return 0;
	ret = qda_skel_uri(fd, name, own, sizeof(own));
	close(fd);
	if (!ret && snprintf(uri, size, "%s&_dom=%s", own,
			     session->dev->info.domain) >= (int)size)
		return -ENAMETOOLONG;
	return 0;
}

/* The text that the DSP gets, and what it says. */
static int module_make_uri(struct qda_session *session, const char *name,
			   char *text, size_t text_size, struct qda_uri *uri,
			   char *why, size_t size)
{
	int ret;

	if (qda_uri_is(name)) {
		ret = qda_uri_parse(uri, name, why, size);
		if (!ret)
			ret = module_check_uri(session, uri, why, size);
		if (!ret && snprintf(text, text_size, "%s", name) >= (int)text_size)
			ret = -ENAMETOOLONG;
		return ret;
	}
	ret = qda_module_uri(name, session->dev->info.domain, text, text_size);
	if (ret < 0)
		return ret;
	ret = qda_uri_parse(uri, text, why, size);
	if (ret)
		return ret;
	return module_own_uri(session, name, uri->file, text, text_size);
}

/* With @made ready to be used, or to be freed. */
static int module_open(struct qda_module *made, const char *name,
		       int32_t *said, char *why, size_t size)
{
	struct qda_session *session = made->session;
	struct module_opened opened;
	char text[MODULE_URI_SIZE];
	struct qda_uri uri;
	int ret;

	ret = module_make_uri(session, name, text, sizeof(text), &uri, why, size);
	if (!ret)
		ret = qda_listener_start(session);
	if (ret)
		return ret;
	qda_supply_forget_missing(&session->supply);
	ret = module_try_open(made, text, (uint32_t)strlen(text) + 1, &opened,
			      said);
	if (ret)
		return ret;

	module_identify(made, uri.file);
	/* The call can fail, or succeed and bring bad news. */
	if (!*said)
		*said = opened.error;
	if (*said) {
		module_explain(made, uri.file, &opened, *said, why, size);
		return -EREMOTEIO;
	}
	made->handle = opened.handle;
	module_compare_isa(made, why, size);
	return 0;
}

int qda_module_open(struct qda_session *session, const char *name,
		    struct qda_module **module, int32_t *result, char *text,
		    size_t size)
{
	char why[QDA_TEXT_SIZE] = "";
	struct qda_module *made;
	int32_t said = 0;
	int ret;

	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	made->session = session;

	qda_session_get(session);
	ret = module_open(made, name, &said, why, sizeof(why));
	qda_session_put(session);
	if (result)
		*result = said;
	if (text && size)
		qda_module_text(why, sizeof(why), text, size);
	if (ret)
		module_free(made);
	else
		*module = made;
	return ret;
}

int qda_module_call(struct qda_module *module, uint32_t method,
		    const struct qda_arg *args, unsigned int count,
		    int64_t timeout_ns, int32_t *result)
{
	return qda_invoke(module->session, module->handle, method, args, count,
			  timeout_ns, result);
}

uint32_t qda_module_handle(const struct qda_module *module)
{
	return module->handle;
}

const char *qda_module_path(const struct qda_module *module)
{
	return module->path;
}

uint32_t qda_module_isa(const struct qda_module *module)
{
	return module->skel.isa;
}

const char *qda_module_method_text(const struct qda_module *module,
				   unsigned int index)
{
	return qda_skel_text(&module->skel, index);
}

int qda_module_method(const struct qda_module *module, const char *name)
{
	return qda_skel_method(&module->skel, name);
}

int qda_module_close(struct qda_module *module)
{
	char text[MODULE_TEXT_SIZE];
	uint32_t in[2] = { module->handle, sizeof(text) };
	int32_t error = 0;
	const struct qda_arg args[] = {
		qda_arg_in(in, sizeof(in)),
		qda_arg_out(&error, sizeof(error)),
		qda_arg_out(text, sizeof(text)),
	};
	int ret;

	ret = qda_invoke(module->session, module->control->handle,
			 module->control->close, args, 3, MODULE_TIMEOUT_NS,
			 NULL);
	module_free(module);
	return ret ? ret : (error ? -EREMOTEIO : 0);
}
