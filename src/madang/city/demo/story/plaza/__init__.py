"""What Haneul opens to everybody: data sets of its offices, and those that the platform publishes by itself."""

from madang.city.demo.story.plaza.telling import open_the_plaza

__all__ = ["open_the_plaza"]
