// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */
/*
 * The program that runs on Linux and calls the DSP: libqda(3).
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <qda.h>

#define SECOND	1000000000LL

static int call(struct qda_module *module, uint32_t by)
{
	uint8_t from[4] = { 0, 100, 200, 255 }, to[4];
	const struct qda_arg args[] = {
		qda_arg_in(&by, sizeof(by)),
		qda_arg_in(from, sizeof(from)),
		qda_arg_out(to, sizeof(to)),
	};
	int32_t result;
	int ret = qda_module_call(module, 2, args, 3, 60 * SECOND, &result);

	if (ret || result) {
		fprintf(stderr, "the call failed: %s\n", ret ?
			qda_error_text(QDA_CONTEXT_CALL, ret) : qda_result_text(result));
		return 1;
	}
	printf("%d %d %d %d\n", to[0], to[1], to[2], to[3]);
	return 0;
}

int main(void)
{
	char text[QDA_TEXT_SIZE] = "";
	struct qda_session *session;
	struct qda_module *module;
	struct qda_device *dev;
	int32_t result = 0;
	int ret, status = 1;

	ret = qda_device_open("cdsp", &dev);
	if (ret) {
		fprintf(stderr, "%s: see qda doctor\n", qda_error_text(QDA_CONTEXT_OPEN, ret));
		return 1;
	}
	ret = qda_session_create(dev, QDA_SESSION_UNSIGNED, &session, &result);
	if (ret) {
		fprintf(stderr, "%s\n", qda_error_text(QDA_CONTEXT_SESSION, ret));
		qda_device_close(dev);
		return 1;
	}
	ret = qda_module_open(session, "@NAME@", &module, &result, text, sizeof(text));
	if (ret) {
		fprintf(stderr, "%s\n", text[0] ? text : qda_result_text(result));
	} else {
		status = call(module, 50);
		qda_module_close(module);
	}
	qda_session_close(session);
	qda_device_close(dev);
	return status;
}
