"""How the C, C++ and CMake blocks of a document run."""

import re

PLACES = {"/usr/local/": "{WORK}/prefix/"}


def start(reader, commands):
    # The programs that commands of the document compile: the first block of their language.
    for name, kind in set(re.findall(r"\b(\w+\.(c|cpp))\b", commands)) | ({("program.c", "c")} if reader.of("cmake") else set()):
        for block in reader.of(kind)[:1]:
            reader.write(name, block.text)


def programs(reader, blocks):
    for number, block in enumerate(blocks):
        if block.tag == "c":
            compiler = ["gcc", "-std=c99"]
        else:
            compiler = ["g++", "-std=c++17" if "usersig.hpp" in block.text else "-std=c++11"]
        source = reader.write(f"block{number}.{block.tag}", block.text)
        flags = reader.run(["pkg-config", "--cflags", "--libs", "--static", "usersig"]).split()
        reader.run([*compiler, "-Wall", "-Wextra", "-Werror", source, "-o", "program", *flags])
        reader.run(["env", f"LD_LIBRARY_PATH={reader.run(['pkg-config', '--variable=libdir', 'usersig']).strip()}", "./program"])


def cmake(reader, blocks):
    """The lines of a project that is about this library."""
    head = "cmake_minimum_required(VERSION 3.10)\nproject(reader C)\nadd_executable(program program.c)\n"
    reader.write("CMakeLists.txt", head + "".join(block.text for block in blocks))
    reader.run(["cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={reader.work}/prefix"])
    reader.run(["cmake", "--build", "build"])


PROGRAMS = {("c", "cpp"): programs, ("cmake",): cmake}
