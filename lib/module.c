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
 * @name: its name, or a URI that is taken as it is
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

	if (strstr(name, "://")) {
		length = snprintf(uri, size, "%s", name);
	} else {
		if (module_check_name(name))
			return -EINVAL;
		length = snprintf(uri, size,
				  "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0&_dom=%s",
				  name, name, domain);
	}
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

/* The name of the file that a URI asks for; whether it has one. */
static bool module_file(const char *uri, char *name, size_t size)
{
	const char *begin = strstr(uri, "://");
	size_t length;

	if (!begin)
		return false;
	begin += strlen("://");
	begin += strspn(begin, "/");
	length = strcspn(begin, "?");
	if (!length || length >= size || memchr(begin, '/', length))
		return false;
	memcpy(name, begin, length);
	name[length] = '\0';
	return true;
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

/*
 * The DSP's words are good where it has seen the file; where there was none to
 * see, the program wants to know which, and where it should be.
 */
static void module_explain(struct qda_session *session, const char *uri,
			   const struct module_opened *opened, int32_t said,
			   char *text, size_t size)
{
	char mine[QDA_TEXT_SIZE] = "", both[2 * QDA_TEXT_SIZE];
	char file[QDA_SUPPLY_NAME];
	int missing = 0;

	/* Without a listener the DSP cannot have asked for a file. */
	if (session->listener && module_is_missing(said) &&
	    module_file(uri, file, sizeof(file)))
		missing = qda_supply_explain(&session->supply, file, mine,
					     sizeof(mine));
	snprintf(both, sizeof(both), "%.*s%s%s",
		 missing == 1 ? 0 : (int)sizeof(opened->text), opened->text,
		 missing == 2 && opened->text[0] ? ": " : "", mine);
	qda_module_text(both, sizeof(both), text, size);
}

static void module_free(struct qda_module *module)
{
	qda_skel_fini(&module->skel);
	free(module->path);
	free(module);
}

static void module_identify(struct qda_module *module, const char *uri)
{
	char file[QDA_SUPPLY_NAME];

	if (!module_file(uri, file, sizeof(file)))
		return;
	module->path = qda_supply_path(&module->session->supply, file);
	if (module->path)
		qda_skel_read(&module->skel, module->path);
}

/*
 * The URI for an open by name: the file's own one, of the makers of the module,
 * if it is there and has one.
 */
static int module_make_uri(struct qda_session *session, const char *name,
			   char *uri, size_t size)
{
	const char *domain = session->dev->info.domain;
	int length = qda_module_uri(name, domain, uri, size);
	char file[QDA_SUPPLY_NAME], own[MODULE_URI_SIZE];
	int fd, ret;

	if (length < 0 || strstr(name, "://") || !module_file(uri, file, sizeof(file)))
		return length;
	fd = qda_supply_find(&session->supply, file);
	if (fd < 0)
		return length;
	ret = qda_skel_uri(fd, name, own, sizeof(own));
	close(fd);
	if (ret)
		return length;
	length = snprintf(uri, size, "%s&_dom=%s", own, domain);
	return length >= (int)size ? -ENAMETOOLONG : length + 1;
}

int qda_module_open(struct qda_session *session, const char *name,
		    struct qda_module **module, int32_t *result, char *text,
		    size_t size)
{
	struct module_opened opened;
	struct qda_module *made;
	char uri[MODULE_URI_SIZE];
	int32_t said = 0;
	int uri_size;
	int ret;

	if (result)
		*result = 0;
	if (text && size)
		text[0] = '\0';
	uri_size = module_make_uri(session, name, uri, sizeof(uri));
	if (uri_size < 0)
		return uri_size;

	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	made->session = session;

	qda_session_get(session);
	ret = qda_listener_start(session);
	if (ret)
		goto err_free;
	qda_supply_forget_missing(&session->supply);
	ret = module_try_open(made, uri, (uint32_t)uri_size, &opened, &said);
	if (ret)
		goto err_free;

	/* The call can fail, or succeed and bring bad news. */
	if (!said)
		said = opened.error;
	if (said) {
		if (result)
			*result = said;
		if (text && size)
			module_explain(session, uri, &opened, said, text, size);
		ret = -EREMOTEIO;
		goto err_free;
	}

	made->handle = opened.handle;
	module_identify(made, uri);
	*module = made;
	qda_session_put(session);
	return 0;

err_free:
	qda_session_put(session);
	module_free(made);
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
