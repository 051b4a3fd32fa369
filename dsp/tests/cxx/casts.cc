// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Objects and exceptions of another library, which is opened by dlopen(). Compiled as C++20
 * without extensions.
 */
#include <dlfcn.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>

#include <qda/skel.h>

#include "shared.hh"

namespace {

int casts_objects(shared_base *(*make)(int derived))
{
	shared_base *derived = make(1), *base = make(0);
	bool good = dynamic_cast<shared_derived *>(derived) && derived->number() == 2 &&
		    !dynamic_cast<shared_derived *>(base) && typeid(*base) == typeid(shared_base);

	delete derived;
	delete base;
	return good;
}

int casts_exceptions(void (*trouble)(int kind))
{
	int caught = 0;

	try {
		trouble(0);
	} catch (const shared_trouble &trouble) {
		caught += trouble.number == 7;
	}
	try {
		trouble(1);
	} catch (const std::runtime_error &error) {
		caught += error.what() == std::string("from the other");
	}
	try {
		trouble(2);
	} catch (int number) {
		caught += number == 2;
	}
	return caught == 3;
}

} // namespace

extern "C" int casts_run(void *state, struct skel_arg *in, struct skel_arg *out)
{
	int32_t *results = static_cast<int32_t *>(out[0].data);
	void *other = dlopen("libother_skel.so", RTLD_NOW);

	(void)state;
	(void)in;
	if (!other)
		return SKEL_EFAILED;
	results[0] = casts_objects(reinterpret_cast<shared_base *(*)(int)>(
		dlsym(other, "other_make")));
	results[1] = casts_exceptions(reinterpret_cast<void (*)(int)>(
		dlsym(other, "other_trouble")));
	dlclose(other);
	return 0;
}

#define CASTS_METHODS(METHOD) METHOD(2, casts_run, "run out:i32[2]")

SKEL(casts, CASTS_METHODS);
