"""How the Java blocks of a document run, and the dependency that it names."""

import re
import xml.etree.ElementTree


def java(reader, blocks):
    """Each a class or the body of a main method, on the class path that Maven gives or that the text names."""
    path = reader.folder / "classpath"
    jar = path.read_text() if path.exists() else str(reader.dist / f"java/usersig-{reader.version}.jar")
    if not path.exists() and f"~/usersig/dist/java/usersig-{reader.version}.jar" not in reader.document.read_text():
        raise ValueError("the document names no jar")
    for number, block in enumerate(blocks):
        if whole := re.search(r"^public class (\w+)", block.text, re.M):
            reader.run(["java", "-cp", jar, reader.write(f"{whole[1]}.java", block.text)])
            continue
        lines = block.text.splitlines(keepends=True)
        imports = "".join(line for line in lines if line.startswith("import "))
        body = "".join(line for line in lines if not line.startswith("import "))
        program = f"{imports}class Block{number} {{ public static void main(String[] arguments) throws Exception {{\n{body}}} }}\n"
        reader.run(["java", "-cp", jar, reader.write(f"Block{number}.java", program)])


def dependency(reader, block):
    if xml.etree.ElementTree.fromstring(block.text).tag == "dependency":
        artifact = "<groupId>reader</groupId><artifactId>app</artifactId><version>1</version>"
        project = f"<project><modelVersion>4.0.0</modelVersion>{artifact}<dependencies>{block.text}</dependencies></project>"
        reader.write("pom.xml", project)
        reader.run(["mvn", "--batch-mode", "--quiet", "dependency:build-classpath", "-Dmdep.outputFile=classpath"])


STEPS = {"xml": dependency}
PROGRAMS = {("java",): java}
