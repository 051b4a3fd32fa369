// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A skeleton in C++: classes, static objects, which come and go with the library, and
 * C's functions by the SDK's headers.
 */

#include <qda/farf.h>
#include <qda/qurt.h>
#include <qda/skel.h>
#include <stdlib.h>
#include <string.h>

namespace {

class lock {
public:
	lock() { qurt_mutex_init(&mutex); }
	~lock() { qurt_mutex_destroy(&mutex); }
	void take() { qurt_mutex_lock(&mutex); }
	void give() { qurt_mutex_unlock(&mutex); }

private:
	qurt_mutex_t mutex;
};

struct shape {
	virtual ~shape() = default;
	virtual int32_t area() const { return 0; }
};

struct square : shape {
	explicit square(int32_t side) : side(side) {}
	int32_t area() const override { return side * side; }
	int32_t side;
};

/* Says when it goes. */
struct witness {
	explicit witness(const char *name) : name(strdup(name)), seven(7) {}
	~witness()
	{
		FARF(HIGH, "%s ends", name);
		free(name);
	}

	char *name;
	volatile int32_t seven;
};

lock objects_lock;
witness objects_made("made");

int objects_area(void *, struct skel_arg *in, struct skel_arg *out)
{
	static witness local("local");
	shape *s = new square(*static_cast<const int32_t *>(in[0].data));

	objects_lock.take();
	*static_cast<int32_t *>(out[0].data) = s->area() + objects_made.seven + local.seven;
	objects_lock.give();
	delete s;
	return 0;
}

}

#define OBJECTS_METHODS(METHOD)	METHOD(2, objects_area, "area in:i32 out:i32")

SKEL(objects, OBJECTS_METHODS);
